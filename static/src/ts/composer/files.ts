// Pictures and files for a text: chosen, pasted or dragged, several at once. Each is sent on its
// own as soon as it is there; a line below the words says how far it is, and asks what a picture
// shows. What shows the file stands in the text from the beginning, where the person put it.

import { smallButton, statusLine } from "../made";

interface Added {
  markdown: string;
  title: string;
  shown?: string;
}

/** Puts a button, and a list of what was added, in place of the plain fields for a file. */
export function addFiles(composer: HTMLElement, area: HTMLTextAreaElement): void {
  const plain = composer.querySelector<HTMLElement>("[data-files]");
  if (!plain) return;
  const chooser = plain.querySelector<HTMLInputElement>("input[type=file]");
  if (!chooser) return;
  const most = Number(plain.dataset["most"]);
  plain.querySelectorAll("input").forEach((input) => input.removeAttribute("name")); // the form brings none itself
  if (area.form && !area.form.querySelector("input[type=file][name]")) area.form.enctype = "application/x-www-form-urlencoded";

  const list = document.createElement("ul");
  list.className = "app-files__list";
  const status = statusLine();
  const button = smallButton("Add pictures or files", () => hidden.click());
  button.classList.add("app-files__button");
  const hint = document.createElement("p");
  hint.className = "app-quiet app-files__hint";
  hint.textContent = "Or paste them, or drag them into the text. 10 MB each. Nothing that could identify a patient.";
  const hidden = document.createElement("input");
  hidden.type = "file";
  hidden.multiple = true;
  hidden.accept = chooser.accept;
  hidden.hidden = true;
  plain.replaceChildren(button, hidden, hint, list, status);

  let before: Promise<void> = Promise.resolve(); // one after the other: the server draws one picture at a time
  const take = (files: Iterable<File>): void => {
    for (const file of files) {
      const row = new Row(file, area, (words) => (status.textContent = words));
      list.append(row.element);
      if (file.size > most) row.fail("This file is larger than 10 MB. Make it smaller, or add it in parts.");
      else before = before.then(() => row.send());
    }
  };
  hidden.addEventListener("change", () => {
    take(Array.from(hidden.files ?? []));
    hidden.value = "";
  });
  area.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files;
    // A spreadsheet puts its cells on the clipboard as text and as a picture: text is meant.
    if (!files?.length || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    take(files);
  });
  dragInto(composer.querySelector<HTMLElement>(".app-composer__box") ?? area, take);
}

function dragInto(box: HTMLElement, take: (files: Iterable<File>) => void): void {
  const brings = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  const mark = (on: boolean): void => void box.classList.toggle("app-composer__box--over", on);
  box.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    mark(true);
  });
  box.addEventListener("dragleave", (event) => {
    if (!(event.relatedTarget instanceof Node && box.contains(event.relatedTarget))) mark(false);
  });
  box.addEventListener("drop", (event) => {
    mark(false);
    if (!brings(event)) return;
    event.preventDefault();
    take(event.dataTransfer?.files ?? []);
  });
}

let marks = 0;
let asked = 0;

// Nobody is taken away from what they are at: only who chose the picture and waits is led on.
function idle(row: HTMLElement): boolean {
  const now = document.activeElement;
  return now === null || now === document.body || (now instanceof HTMLButtonElement && now.matches(".app-files__button") && now.parentElement === row.closest("[data-files]"));
}

/** One file: its line in the list, and its mark in the text. */
class Row {
  readonly element = document.createElement("li");
  private readonly words = document.createElement("p");
  private readonly bar = document.createElement("progress");
  private mark: string;

  constructor(
    private readonly file: File,
    private readonly area: HTMLTextAreaElement,
    private readonly say: (words: string) => void,
  ) {
    this.mark = `[Adding ${file.name.replace(/[[\]]/g, "")} (${++marks})…]()`;
    this.element.className = "app-files__row";
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `Adding ${file.name}`);
    this.words.textContent = `${file.name}: waiting`;
    this.element.append(this.words, this.bar);
    if (file.size > 0) insert(area, this.mark);
  }

  /** Sends the file; it never fails, but says so. */
  send(): Promise<void> {
    return new Promise((done) => {
      const form = new FormData();
      form.append("file", this.file);
      const request = new XMLHttpRequest(); // fetch does not tell how far it is
      request.open("POST", "/uploads");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) this.bar.value = (100 * event.loaded) / event.total;
        this.words.textContent = `${this.file.name}: ${this.bar.value < 100 ? "on its way" : "being looked at"}`;
      });
      request.addEventListener("load", () => {
        const answer = request.response as (Added & { error?: string }) | null;
        if (request.status === 200 && answer) this.keep(answer);
        else this.fail(answer?.error ?? refused(request.status));
      });
      request.addEventListener("error", () => this.fail(broken));
      request.addEventListener("timeout", () => this.fail(broken));
      request.addEventListener("loadend", () => done());
      request.send(form);
    });
  }

  /** Says why the file is not there, and takes its mark out of the text. */
  fail(why: string): void {
    cut(this.area, this.mark);
    const words = document.createElement("p");
    words.className = "nhsuk-error-message";
    words.textContent = `${this.file.name}: ${why}`;
    this.element.replaceChildren(words, this.remover("Close"));
    this.say(words.textContent);
  }

  private keep(added: Added): void {
    swap(this.area, this.mark, added.markdown);
    this.mark = added.markdown;
    this.say(`${added.title} is added to your text.${added.shown ? " Say next what it shows, in the field below the text." : ""}`);
    this.words.textContent = added.title;
    const picture = document.createElement("img");
    if (added.shown) {
      picture.className = "app-files__picture";
      picture.src = added.shown;
      picture.alt = "";
      const about = document.createElement("div");
      about.className = "app-files__about";
      about.append(this.words, ...this.description(added));
      this.element.replaceChildren(picture, about, this.remover("Take it out"));
      if (idle(this.element)) about.querySelector("input")?.focus();
    } else this.element.replaceChildren(this.words, this.remover("Take it out"));
  }

  /** Asks what a picture shows, and writes it into the text while it is typed. */
  private description(added: Added): HTMLElement[] {
    const label = document.createElement("label");
    label.className = "app-files__words";
    label.textContent = "What it shows, for those who cannot see it";
    const hint = document.createElement("p");
    hint.className = "app-quiet";
    hint.id = `what-it-shows-${++asked}`;
    hint.textContent = "Leave it empty only if the picture is decoration.";
    const field = document.createElement("input");
    field.className = "nhsuk-input";
    field.setAttribute("aria-describedby", hint.id);
    field.autocomplete = "off";
    field.addEventListener("input", () => {
      const words = field.value.replace(/[\\[\]`*_<]/g, "\\$&");
      const next = added.markdown.replace("![]", () => `![${words}]`);
      if (swap(this.area, this.mark, next)) this.mark = next;
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // it would send the form
    });
    label.append(field);
    return [label, hint];
  }

  private remover(text: string): HTMLElement {
    const button = smallButton(text, () => {
      cut(this.area, this.mark);
      this.element.remove();
      this.area.focus();
    });
    const name = document.createElement("span");
    name.className = "nhsuk-u-visually-hidden";
    name.textContent = `: ${this.file.name}`;
    button.append(name);
    return button;
  }
}

const broken = "The connection broke. Your words are still here: try again in a moment.";

function refused(status: number): string {
  switch (status) {
    case 401:
      return "You are signed out. Your words are still here: sign in in another tab, then try again.";
    case 413:
      return "This is too large to send. A file can have 10 MB.";
  }
  return "It could not be added just now. Your words are still here: try again in a moment.";
}

/** Puts words on lines of their own where the caret is, or at the end. */
function insert(area: HTMLTextAreaElement, words: string): void {
  const at = area.selectionEnd;
  const head = area.value.slice(0, at);
  const gap = head === "" || head.endsWith("\n\n") ? "" : head.endsWith("\n") ? "\n" : "\n\n";
  area.setRangeText(`${gap}${words}\n\n`, at, at, "end");
  changed(area);
}

/** Puts other words in the place of some, and leaves the caret where it was. */
function swap(area: HTMLTextAreaElement, from: string, to: string): boolean {
  const at = area.value.indexOf(from);
  if (at < 0) return false;
  area.setRangeText(to, at, at + from.length, "preserve");
  changed(area);
  return true;
}

/** Takes words out, with the empty line behind them. */
function cut(area: HTMLTextAreaElement, words: string): void {
  if (!swap(area, `${words}\n\n`, "")) swap(area, words, "");
}

/** Lets the count and the draft know, as if it had been typed. */
function changed(area: HTMLTextAreaElement): void {
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
