// The door: finds while you type, counts, saves each tick at once, and shows who checks in by phone.
// Without scripts the search is a form, and one button saves the list.
const PAUSE = 10_000;
const END = Date.now() + 4 * 3600 * 1000; // a page that was left open must not keep anybody signed in
const list = document.querySelector("[data-door]");
const here = document.querySelector("[data-here]");

async function asked(address, options = {}) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, ...options });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function every(pause, work) {
  setInterval(() => { if (!document.hidden && Date.now() < END) work().catch(() => {}); }, pause);
}

if (list) {
  const form = list.closest("form");
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  const status = form.querySelector("[data-status]");
  const pending = new Set();

  const remember = (box, isPresent) => {
    form.querySelector(`input[name=were][value="${box.value}"]`)?.remove();
    if (isPresent) box.closest("li").insertAdjacentHTML("beforeend", `<input type="hidden" name="were" value="${box.value}">`);
  };

  const take = (kept) => {
    const present = new Set(kept.present);
    here.textContent = present.size;
    for (const box of boxes) {
      if (pending.has(box)) continue;
      box.checked = present.has(box.value);
      remember(box, box.checked);
    }
  };

  const save = async (box) => {
    pending.add(box);
    try {
      const options = { method: box.checked ? "PUT" : "DELETE", headers: { "X-CSRF-Token": list.dataset.csrf, "Content-Type": "application/json" } };
      if (box.checked) options.body = "{}";
      const kept = await asked(`${list.dataset.door}/${box.value}`, options);
      pending.delete(box);
      take(kept);
      status.textContent = list.dataset.saved;
      status.classList.remove("error");
    } catch {
      pending.delete(box);
      box.checked = !box.checked;
      status.textContent = list.dataset.failed;
      status.classList.add("error");
    }
  };

  if (!("frozen" in list.dataset)) {
    for (const box of boxes) box.addEventListener("change", () => save(box));
    every(PAUSE, async () => { if (!pending.size) take(await asked(list.dataset.door)); });
  }

  const search = document.getElementById("q");
  const searching = search.closest("form");
  const show = () => {
    const words = search.value.toLocaleLowerCase().split(/\s+/);
    for (const row of list.querySelectorAll("li")) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  };
  searching.addEventListener("submit", (event) => event.preventDefault());
  searching.querySelector("button").hidden = true;
  search.addEventListener("input", show);
}

const counted = document.querySelector("[data-count]");
if (counted) every(PAUSE, async () => { here.textContent = (await asked(counted.dataset.count)).present.length; });
