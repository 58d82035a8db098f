// How many characters are left, said while one writes.

const pause = 1000; // milliseconds without typing before a screen reader is told

/** Turns the limit under each text area into how many characters are left. */
export function countCharacters(): void {
  for (const group of document.querySelectorAll<HTMLElement>("[data-count]")) follow(group);
}

function follow(group: HTMLElement): void {
  const max = Number(group.dataset["count"]);
  const area = group.querySelector("textarea");
  const shown = group.querySelector<HTMLElement>(".app-count-hint");
  const spoken = group.querySelector<HTMLElement>("[data-count-status]");
  if (!area || !shown || !spoken) return;

  let timer = 0;
  const update = (): void => {
    const left = max - length(area.value);
    shown.textContent = words(left);
    shown.classList.toggle("app-count-hint--over", left < 0);
    clearTimeout(timer);
    timer = window.setTimeout(() => (spoken.textContent = near(left, max) ? words(left) : ""), pause);
  };
  area.addEventListener("input", update);
  window.addEventListener("pageshow", update);
}

// Characters as the server counts them: code points, with a line break as one.
function length(text: string): number {
  return [...text.replace(/\r\n/g, "\n")].length;
}

// Only the last tenth is spoken: before that the count would be noise.
function near(left: number, max: number): boolean {
  return left < max / 10;
}

function words(left: number): string {
  const n = Math.abs(left).toLocaleString("en-GB");
  const noun = Math.abs(left) === 1 ? "character" : "characters";
  return left < 0 ? `You have ${n} ${noun} too many` : `You have ${n} ${noun} left`;
}
