// Write and Preview: two tabs over the words, as the ARIA practices have them. The preview is
// made by the server, by what will make the post.

/** Sets the tabs Write and Preview above a text area, in place of the button for a preview. */
export function addTabs(composer: HTMLElement, area: HTMLTextAreaElement): void {
  const write = composer.querySelector<HTMLElement>(".app-composer__write");
  if (!write) return;
  const preview = document.createElement("div");
  preview.className = "app-composer__preview";
  preview.tabIndex = 0;
  preview.hidden = true;
  write.after(preview);

  const list = document.createElement("div");
  list.className = "app-composer__tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", labelOf(composer));
  const tabs = [tab("Write", write, area.id), tab("Preview", preview, area.id)] as const;
  list.append(...tabs);
  write.before(list);

  const choose = (n: 0 | 1): void => {
    write.hidden = n === 1;
    preview.hidden = n === 0;
    tabs.forEach((one, i) => {
      one.setAttribute("aria-selected", String(i === n));
      one.tabIndex = i === n ? 0 : -1;
    });
    if (n === 1) void fill(preview, area.value, composer.dataset["composer"] ?? "post");
  };
  tabs.forEach((one, n) => one.addEventListener("click", () => choose(n as 0 | 1)));
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowLeft: 1 - at, ArrowRight: 1 - at, Home: 0, End: 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    choose(to as 0 | 1);
    tabs[to as 0 | 1].focus();
  });
  // Whoever is sent to a mistake in the words must find them there.
  area.form?.addEventListener("submit", () => choose(0));
  area.form?.querySelectorAll<HTMLElement>("[data-preview-button]").forEach((button) => (button.hidden = true));
  choose(0);
}

function labelOf(composer: HTMLElement): string {
  return composer.querySelector("label")?.textContent?.trim().replace(/\s+/g, " ") ?? "Your words";
}

function tab(text: string, panel: HTMLElement, id: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "app-composer__tab";
  made.id = `${id}-tab-${text.toLowerCase()}`;
  made.textContent = text;
  made.setAttribute("role", "tab");
  panel.id = `${id}-panel-${text.toLowerCase()}`;
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", made.id);
  made.setAttribute("aria-controls", panel.id);
  return made;
}

let asking: AbortController | undefined;

async function fill(panel: HTMLElement, body: string, as: string): Promise<void> {
  if (body.trim() === "") {
    say(panel, "Nothing to preview yet: write something first.");
    return;
  }
  asking?.abort();
  asking = new AbortController();
  say(panel, "Making the preview…");
  try {
    const answer = await fetch("/preview", { method: "POST", body: new URLSearchParams({ body, as }), signal: asking.signal });
    if (answer.ok || answer.status === 422 || answer.status === 429) panel.innerHTML = await answer.text(); // cleaned as a post is
    else say(panel, answer.status === 401 ? "You are signed out. Your words are still here: sign in in another tab, then try again." : failed);
  } catch (problem) {
    if (!(problem instanceof DOMException)) say(panel, failed);
  }
}

const failed = "There is no preview just now. Your words are still here: try again in a moment.";

function say(panel: HTMLElement, words: string): void {
  const line = document.createElement("p");
  line.className = "app-quiet";
  line.textContent = words;
  panel.replaceChildren(line);
}
