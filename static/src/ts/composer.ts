// What a page needs on which somebody writes. Pages for reading do without it.

import "@github/markdown-toolbar-element";
import { answerInPlace } from "./composer/answer";
import { completeNames } from "./composer/complete";
import { keepDrafts } from "./composer/draft";
import { quoteInPlace } from "./composer/quote";
import { bringTemplates } from "./composer/template";
import { addToolbar } from "./composer/toolbar";
import { compareTitles } from "./composer/similar";
import { addTabs } from "./composer/tabs";
import { addFiles } from "./composer/files";

for (const composer of document.querySelectorAll<HTMLElement>("[data-composer]")) {
  const area = composer.querySelector("textarea");
  if (!area) continue;
  addToolbar(area);
  addTabs(composer, area);
  completeNames(composer, area);
  addFiles(composer, area);
}
keepDrafts();
answerInPlace();
quoteInPlace();
compareTitles();
bringTemplates();
