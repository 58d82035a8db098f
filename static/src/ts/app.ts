// Every page works without this script; it only makes some things kinder.

import { offerCopies } from "./copy";
import { countCharacters } from "./count";
import { takeKeys } from "./keys";
import { leaveOutEmpty } from "./lean";
import { listenLive } from "./live";
import { closeMenus } from "./menus";
import { showProblems } from "./problems";
import { reactInPlace } from "./reactions";
import { tellWhatIsShown } from "./reading";
import { suggestWhileTyping } from "./suggest";
import { guardWords } from "./unsaved";

showProblems();
countCharacters();
guardWords();
closeMenus();
listenLive();
takeKeys();
offerCopies();
suggestWhileTyping();
reactInPlace();
leaveOutEmpty();
tellWhatIsShown();
