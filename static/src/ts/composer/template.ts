// The template of the board that somebody chooses for a new thread. It never takes the place of what
// they wrote.

/** Puts the template of a board into the words when the board is chosen. */
export function bringTemplates(): void {
  const form = document.querySelector<HTMLFormElement>('form[action="/threads"]');
  const area = form?.querySelector<HTMLTextAreaElement>("[data-composer] textarea");
  if (!form || !area) return;
  const status = document.createElement("p");
  status.className = "nhsuk-u-visually-hidden";
  status.setAttribute("role", "status");
  form.append(status);
  let before = chosen(form);
  form.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.name !== "board") return;
    const from = before;
    before = chosen(form);
    void bring(form, area, from, status);
  });
}

function chosen(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>("input[name=board]:checked")?.value ?? "";
}

async function bring(form: HTMLFormElement, area: HTMLTextAreaElement, from: string, status: HTMLElement): Promise<void> {
  const board = chosen(form);
  const words = area.value.trim();
  const [old, template] = await Promise.all([words === "" ? "" : templateOf(from), templateOf(board)]);
  // Meanwhile they may have written something, or chosen another board.
  if (old === undefined || template === undefined || words !== old || area.value.trim() !== words || chosen(form) !== board || template === words) return;
  area.value = template;
  area.dispatchEvent(new Event("input")); // for the count: nothing is written yet that a draft would keep
  status.textContent = template === "" ? "This board has no template." : "The board\u2019s template is in your words.";
}

const known = new Map<string, Promise<string | undefined>>();

function templateOf(board: string): Promise<string | undefined> {
  const asked = known.get(board) ?? fetchTemplate(board);
  known.set(board, asked);
  return asked;
}

// The form that begins on a board has its template in it.
async function fetchTemplate(board: string): Promise<string | undefined> {
  if (board === "") return "";
  const answer = await fetch(`/threads/new?board=${encodeURIComponent(board)}`).catch(() => undefined);
  if (!answer?.ok) return undefined; // then there is none
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector<HTMLTextAreaElement>("[data-composer] textarea")?.value.trim();
}
