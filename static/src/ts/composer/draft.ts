// Keeps what is written while it is written: in this browser with each key, on the server after
// each pause. The server decides by a sequence number what may be replaced; we only tell.

import { type Copy, copiesOf, dropCopy, putCopy } from "./local";
import { type Answer, send, state } from "./send";

const pause = 1000; // milliseconds without a key before words are sent
const longest = 8000; // and at the latest after so many, for somebody who never pauses
const longestWait = 60_000; // between two attempts without a line

/** Keeps the drafts of all forms on the page that can have one. */
export function keepDrafts(): void {
  const keepers: Keeper[] = [];
  for (const place of document.querySelectorAll<HTMLInputElement>("form input[name=draft_place]")) {
    if (place.form && !returned(place.form)) keepers.push(new Keeper(place.form));
  }
  const [first] = keepers;
  if (!first) return;
  void sendLeftOver(first, keepers);
  window.addEventListener("online", () => void sendLeftOver(first, keepers));
}

// Whoever reloads the page, or comes back to it, goes on with the draft they had.
function returned(form: HTMLFormElement): boolean {
  const id: unknown = history.state?.draft;
  if (!id || field(form, "draft").value !== "0") return false;
  const link = document.querySelector<HTMLAnchorElement>(`.app-drafts-here a[href*="draft=${Number(id)}#"], .app-drafts-here a[href$="draft=${Number(id)}"]`);
  remember(undefined);
  if (link) location.replace(link.href);
  return link !== null;
}

// The address stays that of the page: somebody else who is sent it has no such draft.
function remember(draft: string | undefined): void {
  const address = new URL(location.href);
  address.searchParams.delete("draft");
  history.replaceState({ ...history.state, draft }, "", address);
}

// To choose a board, and have its template put in, is not to write yet.
function writes(event: Event): boolean {
  return !(event.target instanceof HTMLInputElement && event.target.name === "board");
}

class Keeper {
  private readonly draft: HTMLInputElement;
  private readonly seq: HTMLInputElement;
  private readonly line: HTMLElement | null;
  private readonly alert = document.createElement("div");
  private turn = 0;
  private since = 0; // when the first word was typed that is not saved; 0 for none
  private timer = 0;
  private failures = 0;
  private sending = false;
  private sent = false; // the form itself

  constructor(private readonly form: HTMLFormElement) {
    this.draft = field(form, "draft");
    this.seq = field(form, "draft_seq");
    this.line = form.querySelector("[data-draft-state]");
    this.alert.className = "app-draft-alert";
    this.alert.setAttribute("role", "status");
    (this.line?.closest(".app-buttons") ?? form.lastElementChild)?.before(this.alert);
    form.querySelectorAll<HTMLElement>("[data-draft-button]").forEach((button) => (button.hidden = true));
    if (this.draft.value !== "0" && !this.answersPost()) remember(this.draft.value);

    form.addEventListener("input", (event) => {
      if (this.since || this.draft.value !== "0" || writes(event)) this.changed();
    });
    form.addEventListener("submit", (event) => {
      this.sent = !event.defaultPrevented;
    });
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", () => (this.sent = false));
    window.addEventListener("online", () => this.since && void this.save());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : void this.look()));
    // Words that were refused stand in the page, and nowhere else.
    if (document.querySelector("[data-error-summary]")) this.changed();
  }

  /** The member who writes, by number. */
  get by(): string {
    return this.line?.dataset["draftState"] ?? "";
  }

  /** The key of the form. */
  get key(): string {
    return field(this.form, "key").value;
  }

  /** The form's place, such as reply-41. */
  get place(): string {
    return field(this.form, "draft_place").value;
  }

  // The page came as the answer to a form: its address cannot be opened.
  private answersPost(): boolean {
    return new URL(this.form.action).pathname === location.pathname;
  }

  private copy(): Copy {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string") fields.append(name, value);
    }
    return { by: this.by, key: this.key, fields: fields.toString(), draft: this.draft.value, seq: this.seq.value, turn: this.turn };
  }

  private changed(): void {
    this.turn = Math.max(Date.now(), this.turn + 1);
    this.since ||= Date.now();
    this.kept(putCopy(this.copy()));
    this.plan(Math.max(0, Math.min(pause, this.since + longest - Date.now())));
  }

  private plan(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), wait);
  }

  // A form whose words are kept asks nothing of somebody who leaves it.
  private kept(kept: boolean): void {
    if (kept) this.form.dataset["kept"] = "yes";
    else delete this.form.dataset["kept"];
  }

  private leave(): void {
    if (this.since && !this.sent) void this.save(true);
  }

  private async save(leaving = false): Promise<void> {
    clearTimeout(this.timer);
    if (this.sent || (this.sending && !leaving)) return;
    this.sending = true;
    const copy = this.copy();
    const answer = await send(copy, leaving);
    this.sending = false;
    if (this.sent) return;
    if (answer.status === 200) this.took(copy, answer);
    else this.refused(copy, answer);
    if (this.since && answer.status === 200) this.plan(pause);
  }

  private took(copy: Copy, told: Answer): void {
    this.failures = 0;
    if (copy.turn === this.turn) this.since = 0;
    dropCopy(copy);
    if (told.outcome === "nothing" || told.outcome === "sent") {
      this.say("");
      this.kept(told.outcome === "nothing");
      this.tell(told.outcome === "sent" ? "You have sent this form already. To write something else, open the page again." : "");
      return;
    }
    this.draft.value = String(told.id);
    this.seq.value = String(told.seq);
    this.kept(true);
    if (!this.answersPost()) remember(this.draft.value);
    this.say(`Draft saved ${clock(told.saved)}`);
    this.tell(told.says ?? "", told.other, "Read the other text");
  }

  private refused(copy: Copy, answer: Answer): void {
    this.say("");
    if (answer.status === 422 || answer.status === 413) {
      // It may be a patient's number: it does not stay in this browser either.
      dropCopy(copy);
      this.kept(false);
      this.since = 0;
      this.tell(answer.says ?? "This is too long to be kept as a draft.");
      return;
    }
    this.failures++;
    this.plan(Math.min(longestWait, pause * 2 ** this.failures) * (0.75 + Math.random() / 2));
    switch (answer.status) {
      case 0:
        this.tell("There is no connection. Your words are kept in this browser, and saved when it is back.");
        break;
      case 401:
        this.tell("You are signed out. Your words are kept in this browser until you sign in again.", "/sign-in", "Sign in");
        break;
      default:
        this.tell(answer.says ?? "The draft could not be saved just now. Your words are kept in this browser, and we try again.");
    }
  }

  // Whoever comes back to a window that was left open is told when the draft has moved on.
  private async look(): Promise<void> {
    if (this.since) return void this.save();
    if (this.draft.value === "0" || this.sent) return;
    const { status, seq, saved } = await state(this.draft.value);
    if (status === 404) this.tell("This draft was sent or thrown away in another window or on another device.");
    else if (status === 200 && seq !== Number(this.seq.value) && !this.since) {
      this.tell(`This draft was changed in another window or on another device at ${clock(saved)}.`, `/drafts/${this.draft.value}`, "Read what it says now");
    }
  }

  private say(words: string): void {
    if (this.line) this.line.textContent = words;
  }

  /** Says what somebody must know, with a link. */
  tell(words: string, href?: string, text?: string): void {
    if (this.alert.dataset["words"] === words) return; // said once
    this.alert.dataset["words"] = words;
    this.alert.replaceChildren(words);
    if (words && href && text) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = text;
      this.alert.append(" ", link);
    }
  }
}

// What another page of this browser could not send any more.
async function sendLeftOver(first: Keeper, keepers: Keeper[]): Promise<void> {
  for (const copy of copiesOf(first.by)) {
    if (keepers.some(({ key }) => key === copy.key)) continue;
    const told = await send(copy);
    if (told.status !== 200) continue;
    dropCopy(copy);
    const here = keepers.find(({ place }) => place === new URLSearchParams(copy.fields).get("draft_place"));
    if (told.id) (here ?? first).tell("What you wrote before the connection was lost is saved as a draft.", `/drafts/${told.id}`, "Read it");
  }
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function clock(moment: string | undefined): string {
  return new Date(moment ?? Date.now()).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
}
