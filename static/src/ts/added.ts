// Pieces of a page that come in after it was drawn. The scripts of a page are several files, so
// they tell one another through the document.

const event = "app:added";

/** Runs enhance on the page as it stands, and on each piece that is added to it later. */
export function whenAdded(enhance: (piece: ParentNode) => void): void {
  enhance(document);
  document.addEventListener(event, (told) => enhance((told as CustomEvent<ParentNode>).detail));
}

/** Tells all scripts that a piece has been added. */
export function tellAdded(piece: ParentNode): void {
  document.dispatchEvent(new CustomEvent(event, { detail: piece }));
}
