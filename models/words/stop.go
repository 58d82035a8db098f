package words

import "strings"

// stopping is whether a word is left out.
type stopping byte

const (
	kept          stopping = iota // never
	stop                          // always
	unlessCapital                 // unless it is in capitals, as an abbreviation is
)

// stops is the words that say too little to be looked for. The first list is words that are
// abbreviations too: information technology, the United States, the operating room, the World
// Health Organization, myalgic encephalomyelitis. The last is how questions begin: people type
// whole questions, and the answers lack those words.
var stops = stopTable(`it us or is as who me he am`, `
	a an the and but if not nor of at by for from in into on onto to with than then so such
	are was were be been being its this that these those there
	she him his her they them their theirs i we you my mine our ours your yours
	have has had having will would can could should may might must shall
	about any some also just very too please
	do does did doing how what why when where whom whose which anyone anybody someone somebody get gets getting got
	dont doesnt didnt cant couldnt wont wouldnt shouldnt isnt arent wasnt werent havent hasnt hadnt`)

func stopTable(capitals, rest string) map[string]stopping {
	table := make(map[string]stopping)
	for _, w := range strings.Fields(rest) {
		table[w] = stop
	}
	for _, w := range strings.Fields(capitals) {
		table[w] = unlessCapital
	}
	return table
}
