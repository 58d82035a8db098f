// Reactions and bookmarks: a press on a button stays on the page, where the script is at hand.

/** Sends what was pressed without leaving the page, and puts the row of its post anew. */
export function reactInPlace(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const row = form.closest<HTMLElement>("[data-reactions]");
    const button = event.submitter as HTMLButtonElement | null;
    if (!row || !button) return;
    event.preventDefault();
    void send(row, form, button);
  });
}

async function send(row: HTMLElement, form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  if (row.getAttribute("aria-busy") === "true") return;
  row.setAttribute("aria-busy", "true");
  const sent = await fetch(form.action, {
    method: "POST",
    redirect: "manual", // it leads back to the post, where one is already
    body: new URLSearchParams(button.name ? { [button.name]: button.value } : {}),
  }).catch(() => null);
  if (sent?.type === "opaqueredirect" && (await renewReactions(row))) return;
  row.removeAttribute("aria-busy");
  leave(form, button);
}

// What went wrong is said by the page that the form leads to.
function leave(form: HTMLFormElement, button: HTMLButtonElement): void {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
  if (button.name) form.append(field);
  form.submit();
}

/** Reads the reactions of a post anew. The focus stays on the button it was on, an open menu stays open. */
export async function renewReactions(row: HTMLElement): Promise<boolean> {
  const answer = await fetch(row.dataset["reactions"]!).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector<HTMLElement>("[data-reactions]");
  if (!fresh) return false;
  const focused = row.contains(document.activeElement) ? document.activeElement!.id : "";
  const menu = fresh.querySelector("details");
  if (menu) menu.open = row.querySelector("details[open]") !== null;
  row.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus();
  return true;
}
