// Buttons that copy what people copy by hand otherwise: a block of code, the link to a post or a
// heading. They need the browser's leave, which pages have only over a secure line.

import { whenAdded } from "./added";
import { statusLine } from "./made";

const shown = 2000; // milliseconds a button says that it is done

/** Adds a copy button to blocks of code, and to what has a link of its own. */
export function offerCopies(): void {
  if (!navigator.clipboard) return;
  whenAdded((piece) => {
    for (const code of piece.querySelectorAll<HTMLElement>(".app-prose pre")) offerCode(code);
    for (const heading of piece.querySelectorAll<HTMLElement>(".app-prose :is(h1, h2, h3, h4, h5, h6)[id]")) offerHeading(heading);
    for (const place of piece.querySelectorAll<HTMLElement>("[data-copy-link]")) offerLink(place);
    const posts = piece instanceof HTMLElement && piece.matches("article.app-post") ? [piece] : piece.querySelectorAll<HTMLElement>("article.app-post");
    for (const post of posts) offerPost(post);
  });
}

function offerCode(code: HTMLElement): void {
  const frame = document.createElement("div");
  frame.className = "app-code";
  code.replaceWith(frame);
  frame.append(code, copies("Copy", " this code", "app-code__copy", () => code.textContent ?? ""));
}

function offerHeading(heading: HTMLElement): void {
  const link = new URL(`#${heading.id}`, location.href).href;
  const row = document.createElement("div"); // beside it: what is in a heading is part of its name
  row.className = "app-headed";
  const button = copies("#", `Copy the link to “${heading.textContent}”`, "app-hash", () => link);
  heading.replaceWith(row);
  row.append(heading, button);
}

function offerLink(place: HTMLElement): void {
  place.hidden = false;
  place.append(copies("Copy the link", "", "app-copy", () => place.dataset["copyLink"] ?? location.href));
}

// Behind "More", beside what else one does with a post now and then.
function offerPost(post: HTMLElement): void {
  const address = post.querySelector<HTMLAnchorElement>(".app-post__facts a")?.href;
  const menu = [...post.querySelectorAll(".app-more__list")].pop();
  if (!menu || !address) return;
  const item = document.createElement("li");
  item.append(copies("Copy link", ` to post ${post.id.replace("post-", "")}`, "app-copy", () => address));
  menu.prepend(item);
}

function copies(text: string, hidden: string, look: string, what: () => string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = look;
  const words = document.createElement("span");
  words.textContent = text;
  const more = document.createElement("span");
  more.className = "nhsuk-u-visually-hidden";
  more.textContent = hidden;
  button.append(words, more);
  if (text === "#") words.setAttribute("aria-hidden", "true");
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(what()).then(
      () => tell(words, text, "Copied"),
      () => tell(words, text, "Could not copy"),
    );
  });
  return button;
}

let status: HTMLElement | undefined;

// The button says what came of it, and a screen reader is told.
function tell(words: HTMLElement, usual: string, now: string): void {
  if (!status) {
    status = statusLine();
    document.body.append(status);
  }
  status.textContent = now;
  words.textContent = now;
  window.setTimeout(() => {
    words.textContent = usual;
    if (status) status.textContent = "";
  }, shown);
}
