// Quotes a post, or what is selected in it, into the form on the same page: what stands in the form
// already stays, and nothing is loaded anew.

import { answer, comeTo } from "./answer";

/** Has the links "Quote" of the posts put their words into the reply form below. */
export function quoteInPlace(): void {
  const area = document.querySelector<HTMLTextAreaElement>("#reply [data-composer] textarea");
  if (!area?.form) return;
  let selected = { text: "", post: null as Element | null };
  // Pressing the link takes the selection away, so it is noted before.
  document.addEventListener("pointerdown", () => (selected = selection()), { capture: true });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.app-post__actions a[href*="quote="]') : null;
    const post = link?.closest(".app-post");
    if (!link || !post || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const now = selection();
    const words = [selected, now].find((one) => one.post === post && one.text !== "")?.text ?? "";
    selected = { text: "", post: null };
    void put(area, link, post, words);
  });
}

function selection(): { text: string; post: Element | null } {
  const now = getSelection();
  const node = now && !now.isCollapsed ? now.getRangeAt(0).commonAncestorContainer : null;
  const within = node instanceof Element ? node : (node?.parentElement ?? null);
  const body = within?.closest(".app-prose");
  return { text: body ? (now?.toString().trim() ?? "") : "", post: body?.closest(".app-post") ?? null };
}

async function put(area: HTMLTextAreaElement, link: HTMLAnchorElement, post: Element, words: string): Promise<void> {
  const id = post.querySelector<HTMLAnchorElement>('.app-post__facts a[href^="/posts/"]')?.getAttribute("href");
  let quote = "";
  try {
    const answer = await fetch(`${id}/quote`);
    if (answer.ok) quote = await answer.text();
  } catch {
    // no line: the link below does it
  }
  if (quote === "") {
    location.assign(link.href);
    return;
  }
  if (words) quote = [quote.split("\n", 1)[0], ">", ...words.split("\n").map((line) => `> ${line}`.trimEnd())].join("\n");
  insert(area, quote);
  // The first post that is quoted is the one that is answered, unless that is settled already.
  answer(area, new URL(link.href).searchParams.get("quote") ?? "", true);
}

// After what stands there, as somebody would type it, so that it can be undone.
function insert(area: HTMLTextAreaElement, quote: string): void {
  comeTo(area);
  const end = area.value.length;
  area.setSelectionRange(end, end);
  const text = `${area.value.trim() === "" ? "" : "\n\n"}${quote}\n\n`;
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, end, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.scrollTop = area.scrollHeight;
}
