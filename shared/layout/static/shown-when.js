// <div data-shown-when="municipality=0180 0182">: a part of a form that concerns only some choices.
// Without scripts it is always shown, and its label or hint says whom it concerns.
for (const part of document.querySelectorAll("[data-shown-when]")) {
  const [name, values] = part.dataset.shownWhen.split("=");
  const wanted = new Set(values.split(" "));
  const field = part.closest("form").elements.namedItem(name);
  const show = () => {
    part.hidden = !wanted.has(field.value);
    for (const inner of part.querySelectorAll("input, select, textarea")) inner.disabled = part.hidden;
  };
  field.addEventListener("change", show);
  show();
}
