// Changes above what somebody reads or writes, without moving it.

/** Does act, and sees that what the person is at stays where it is in the window. */
export function keepStill(act: () => void): void {
  const root = document.documentElement;
  const place = inHand() ?? inView();
  root.classList.add("app-still"); // or browsers that do the same would do it twice
  const before = place?.getBoundingClientRect().top ?? 0;
  act();
  const moved = place?.isConnected ? place.getBoundingClientRect().top - before : 0;
  if (moved !== 0) window.scrollBy({ top: moved, behavior: "instant" });
  requestAnimationFrame(() => root.classList.remove("app-still"));
}

// What has the focus, if it is in the window.
function inHand(): Element | undefined {
  const at = document.activeElement;
  return at && at !== document.body && visible(at) ? at : undefined;
}

// The first piece of the page that begins in the window.
function inView(): Element | undefined {
  return [...document.querySelectorAll("main article, main h1, main h2, main p, main form")].find(visible);
}

function visible(element: Element): boolean {
  const box = element.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.top < window.innerHeight;
}
