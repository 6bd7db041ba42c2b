// <div data-rows data-most="60">: one more row at once, where the button without scripts asks for a new page.
for (const table of document.querySelectorAll("[data-rows]")) {
  const button = table.parentElement.querySelector('button[name="more"]');
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    const number = table.children.length;
    const row = table.lastElementChild.cloneNode(true);
    for (const mistake of row.querySelectorAll(".error")) mistake.remove();
    for (const wrong of row.querySelectorAll(".wrong")) wrong.classList.remove("wrong");
    for (const field of row.querySelectorAll("input, select")) {
      field.value = "";
      field.name = field.name.replace(/\d+/, number);
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
      row.querySelector(`label[for="${field.id}"]`).htmlFor = field.id.replace(/\d+/, number);
      field.id = field.id.replace(/\d+/, number);
    }
    row.querySelector("[data-number]").textContent = number + 1;
    table.append(row);
    row.querySelector("input").focus();
    button.hidden = table.children.length >= Number(table.dataset.most);
  });
}
