// Which post a reply answers. It can be said, and taken back, while the words stand in the form.

/** Has the links "Reply" of the posts say it in the form on the same page. */
export function answerInPlace(): void {
  const place = document.querySelector<HTMLElement>("[data-answers]");
  const area = place?.closest("form")?.querySelector<HTMLTextAreaElement>("[data-composer] textarea");
  if (!place || !area) return;
  const status = document.createElement("p");
  status.className = "nhsuk-u-visually-hidden";
  status.setAttribute("role", "status");
  place.after(status);
  if (answered(place)) offerUndo(place, area);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.app-post__actions a[href*="to="]') : null;
    const number = link?.hash === "#reply" ? new URL(link.href).searchParams.get("to") : null;
    if (!number || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    answer(area, number);
    comeTo(area);
  });
  arrive(area);
}

// Whoever comes to the form from another page writes at once. Some browsers take the focus away when
// they scroll to where the address leads, after the page is there.
function arrive(area: HTMLTextAreaElement): void {
  if (location.hash !== "#reply") return;
  const come = (): void => {
    if (document.activeElement === document.body) comeTo(area);
  };
  come();
  window.addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(come)));
}

/** Says in the form around the words that they answer a post, unless with settled it says which already. */
export function answer(area: HTMLTextAreaElement, number: string, settled = false): void {
  const place = area.form?.querySelector<HTMLElement>("[data-answers]");
  if (!place || (settled && answered(place))) return;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "reply_to";
  field.value = number;
  const link = document.createElement("a");
  link.href = `#post-${number}`;
  link.textContent = `Read post ${number} again`;
  const line = document.createElement("p");
  line.append(link);
  place.replaceChildren(field, line);
  offerUndo(place, area);
  title(`Reply to post ${number}`);
  say(place, `Your words answer post ${number}.`);
  changed(area);
}

/** Shows the words, and has what is typed go into them. */
export function comeTo(area: HTMLTextAreaElement): void {
  if (area.closest<HTMLElement>(".app-composer__write")?.hidden) document.getElementById(`${area.id}-tab-write`)?.click();
  area.closest("section")?.scrollIntoView({ block: "nearest" });
  area.focus();
}

function answered(place: HTMLElement): HTMLInputElement | null {
  return place.querySelector<HTMLInputElement>("[name=reply_to]");
}

function offerUndo(place: HTMLElement, area: HTMLTextAreaElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  button.textContent = `Not in reply to ${answered(place)?.value ?? ""}`;
  button.addEventListener("click", () => {
    place.replaceChildren();
    title(place.dataset["answers"] ?? "");
    say(place, "Your words answer the thread, and no single post.");
    changed(area);
    comeTo(area);
  });
  place.querySelector("p")?.append(" ", button);
}

function title(words: string): void {
  const heading = document.getElementById("reply-title");
  if (heading) heading.textContent = words;
}

function say(place: HTMLElement, words: string): void {
  const status = place.nextElementSibling;
  if (status?.getAttribute("role") === "status") status.textContent = words;
}

// What is kept of the words says what they answer.
function changed(area: HTMLTextAreaElement): void {
  if (area.value.trim() !== "") area.form?.dispatchEvent(new Event("input", { bubbles: true }));
}
