// Marks for those who do not know them by heart, above the words.

interface Mark {
  text: string;
  style: string; // as the toolbar element names it
  key?: string; // with Ctrl, or Cmd on a Mac
}

const marks: Mark[] = [
  { text: "Heading", style: "header-2" },
  { text: "Bold", style: "bold", key: "b" },
  { text: "Italic", style: "italic", key: "i" },
  { text: "Link", style: "link", key: "k" },
  { text: "Quote", style: "quote" },
  { text: "Code", style: "code", key: "e" },
  { text: "List", style: "unordered-list" },
  { text: "Numbers", style: "ordered-list" },
];

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Sets a toolbar above a text area: one stop of the Tab key, walked with the arrow keys. */
export function addToolbar(area: HTMLTextAreaElement): void {
  const bar = document.createElement("markdown-toolbar");
  bar.className = "app-composer__marks";
  bar.setAttribute("for", area.id);
  bar.setAttribute("aria-label", "Marks for your text");
  const buttons = marks.map(button);
  bar.append(...buttons);
  area.before(bar);
  area.addEventListener("keydown", (event) => {
    const n = marks.findIndex(({ key }) => key === event.key.toLowerCase());
    if (n < 0 || event.altKey || event.shiftKey || !(mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    buttons[n]?.click();
  });
}

function button({ text, style, key }: Mark): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `app-composer__mark app-composer__mark--${style}`;
  made.dataset["mdButton"] = style;
  made.tabIndex = -1; // the toolbar gives the focus on
  made.textContent = text;
  if (key) {
    made.setAttribute("aria-keyshortcuts", `${mac ? "Meta" : "Control"}+${key.toUpperCase()}`);
    made.title = `${mac ? "⌘" : "Ctrl+"}${key.toUpperCase()}`;
  }
  return made;
}
