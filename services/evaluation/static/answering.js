// The questionnaire works without this. Here: questions that hang on another come and go, an answer can be
// taken back, and what is filled in is kept in this browser alone until it is sent, or the last day is over.
const PREFIX = "kursforum.answers.";
const SENT = "kursforum.sent";
const form = document.querySelector("form.questionnaire");
const sheet = form?.querySelector("[data-until]");

// The address has a secret in it, so the drafts are named by its hash. No secure context, no drafts.
async function nameOfDraft() {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(location.pathname));
  return PREFIX + Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// All but the one at hand, which can still be sent: its last day was moved.
function forgetOldDrafts(atHand) {
  const today = new Date().toISOString().slice(0, 10);
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    if (name !== atHand && !(JSON.parse(localStorage.getItem(name)).until >= today)) localStorage.removeItem(name);
  }
}

// In the order of the page: what hangs on a question that is not asked is not asked either.
function hangTogether() {
  for (const part of form.querySelectorAll("[data-asked-if]")) {
    const [question, values] = part.dataset.askedIf.split("=");
    const wanted = values.split(" ");
    const chosen = form.querySelectorAll(`[name="${question}"]:checked:enabled`);
    part.hidden = !Array.from(chosen).some((field) => wanted.includes(field.value));
    for (const field of part.querySelectorAll("input, textarea")) field.disabled = part.hidden;
  }
  for (const button of form.querySelectorAll("[data-undo]")) {
    button.hidden = !button.parentElement.querySelector(":checked");
  }
}

function fill(values) {
  for (const field of sheet.querySelectorAll("input, textarea")) {
    const kept = values[field.name] ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = kept.includes(field.value);
    else field.value = kept[0] ?? "";
  }
}

function filledIn() {
  const values = {};
  for (const field of sheet.querySelectorAll("input, textarea")) {
    const isChoice = field.type === "radio" || field.type === "checkbox";
    if (isChoice ? field.checked : field.value.trim()) (values[field.name] ??= []).push(field.value);
  }
  return values;
}

function keepDrafts(name) {
  const save = () => {
    const values = filledIn();
    if (Object.keys(values).length === 0) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify({ until: sheet.dataset.until, values }));
  };
  const kept = JSON.parse(localStorage.getItem(name));
  const wasSent = document.getElementById("error-summary") !== null;
  if (kept && !wasSent) {
    fill(kept.values);
    save();
    document.getElementById("draft").hidden = false;
  }
  document.querySelector("[data-start-over]").addEventListener("click", () => {
    fill({});
    save();
    hangTogether();
    document.getElementById("draft").hidden = true;
    sheet.querySelector("input, textarea").focus();
  });
  form.querySelector("[data-draft-note]").hidden = false;
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, name));
  hangTogether();
}

async function drafts() {
  if (!globalThis.crypto?.subtle) return;
  try {
    const atHand = sheet && (await nameOfDraft());
    forgetOldDrafts(atHand);
    if (document.querySelector("[data-sent]") && sessionStorage.getItem(SENT)) {
      localStorage.removeItem(sessionStorage.getItem(SENT));
      sessionStorage.removeItem(SENT);
    }
    if (document.querySelector("[data-draft-over]")) localStorage.removeItem(await nameOfDraft());
    if (sheet) keepDrafts(atHand);
  } catch (problem) {
    if (!(problem instanceof DOMException || problem instanceof SyntaxError)) throw problem;
  } // a browser that keeps nothing, or a draft that somebody has changed
}

if (form) {
  form.addEventListener("change", hangTogether);
  for (const button of form.querySelectorAll("[data-undo]")) {
    button.addEventListener("click", () => {
      const chosen = button.parentElement.querySelector(":checked");
      chosen.checked = false;
      chosen.focus();
      form.dispatchEvent(new Event("change"));
    });
  }
  form.addEventListener("submit", (event) => {
    if (form.dataset.isSending) event.preventDefault(); // a double click sends once
    form.dataset.isSending = "yes";
    setTimeout(() => delete form.dataset.isSending, 3000); // and who got no answer may try again
  });
  form.classList.add("hanging");
  hangTogether();
}
document.getElementById("error-summary")?.focus();
drafts();
