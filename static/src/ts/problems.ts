// A form that was refused: the reader is taken to the list of what to mend.

/** Moves the focus to the error summary, and from its links to the field they name. */
export function showProblems(): void {
  const summary = document.querySelector<HTMLElement>("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    reveal(field);
  });
}

// The question comes into view with its label, not only the control.
function reveal(field: HTMLElement): void {
  const question = field.closest("fieldset") ?? document.querySelector(`label[for="${CSS.escape(field.id)}"]`) ?? field;
  question.scrollIntoView();
  field.focus({ preventScroll: true });
}
