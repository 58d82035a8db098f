// Addresses that people pass on: a form of many fields makes a long one of mostly nothing.

/** Keeps the fields that were left empty out of the address that a form makes. */
export function leaveOutEmpty(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-lean]")) {
    form.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) {
        if (value === "") formData.delete(name);
      }
    });
  }
}
