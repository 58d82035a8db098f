// Words that are not yet sent: the browser asks before they are lost.

/**
 * Warns before leaving a page whose form holds words that were typed and not sent, unless they are
 * kept as a draft.
 */
export function guardWords(): void {
  let sending = false;
  const forms = [...document.querySelectorAll<HTMLFormElement>("form[data-unsaved]")];
  for (const form of forms) {
    form.addEventListener("submit", () => (sending = true));
  }
  window.addEventListener("pageshow", () => (sending = false));
  window.addEventListener("beforeunload", (event) => {
    if (!sending && forms.some((form) => form.dataset["kept"] !== "yes" && changed(form))) event.preventDefault();
  });
}

// Words that came back with a list of problems are not stored either, though they stand in the
// page as it was sent.
function changed(form: HTMLFormElement): boolean {
  const refused = document.querySelector("[data-error-summary]") !== null;
  return [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input[type=text]")]
    .some((field) => field.value.trim() !== (refused ? "" : field.defaultValue.trim()));
}
