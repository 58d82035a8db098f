// Every page works without this script; it only makes some things kinder.

import { countCharacters } from "./count";
import { closeMenus } from "./menus";
import { showProblems } from "./problems";
import { guardWords } from "./unsaved";

showProblems();
countCharacters();
guardWords();
closeMenus();
