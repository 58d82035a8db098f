package words

import "strings"

// asking are the words that a question begins with. "Does anybody", "is there", "can we" and their
// like begin nothing else in a title.
var asking = wordSet(`who whom whose what when where why how which
	is are was were do does did has have had can could should would will shall may might must
	isnt arent wasnt werent doesnt dont didnt hasnt havent hadnt cant couldnt shouldnt wouldnt wont
	anyone anybody`)

// telling are words that turn what would be a question into the title of an account when they
// follow its first word: how we did it, what they found.
var telling = wordSet(`we i our my the a an to they not`)

// accounts are the words after which that happens.
var accounts = wordSet(`how what why when where which`)

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// Asks tells whether a title asks something: it has a question mark at its end or before a
// bracket, or begins as questions do. "How we cut the queue" tells, and "How do you cut the queue"
// asks.
func Asks(title string) bool {
	if strings.HasSuffix(strings.TrimRight(title, " \"'”’)!."), "?") || strings.Contains(title, "? ") {
		return true
	}
	first, rest, _ := strings.Cut(strings.TrimSpace(title), " ")
	second, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	first, second = bare(Fold(first)), bare(Fold(second))
	return asking[first] && second != "" && !(accounts[first] && telling[second])
}
