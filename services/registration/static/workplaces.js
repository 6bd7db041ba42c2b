// <datalist data-source="…/workplaces">: known workplaces of the chosen municipality, while somebody types.
// Without scripts the field is as good, without suggestions.
for (const list of document.querySelectorAll("datalist[data-source]")) {
  const field = document.querySelector(`input[list="${list.id}"]`);
  const municipality = field.form.elements.namedItem("municipality");
  let waiting;
  const suggest = async () => {
    const query = new URLSearchParams({ q: field.value.slice(0, 100) });
    if (municipality?.value) query.set("municipality", municipality.value);
    const answer = await fetch(`${list.dataset.source}?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const { items } = await answer.json();
    list.replaceChildren(...items.map((name) => Object.assign(document.createElement("option"), { value: name })));
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 200);
  };
  field.addEventListener("focus", soon);
  field.addEventListener("input", soon);
  municipality?.addEventListener("change", soon);
}
