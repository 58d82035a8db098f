// Pieces that several scripts add to a page, each made in one way.

/** A line that nobody sees: its words are said politely to those who hear the page. */
export function statusLine(): HTMLElement {
  const made = document.createElement("div");
  made.className = "nhsuk-u-visually-hidden";
  made.setAttribute("role", "status");
  return made;
}

/** A small button that is not what the page is for. */
export function smallButton(text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
