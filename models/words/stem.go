package words

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// known is what was found out about a word.
type known struct {
	typed, stem string
	stop        stopping
}

// memory keeps what was found out about words met lately, since most of a text is made of a few
// thousand words. Each word has one place, where the last comer stays: it never grows, and takes
// about two megabytes when full.
var (
	memory [1 << 14]atomic.Pointer[known]
	seed   = maphash.MakeSeed()
)

// typedBytes is how long a word may be, as typed, to be kept in memory.
const typedBytes = 64

// lookup analyses a word, or remembers it.
func lookup(typed string) *known {
	if len(typed) > typedBytes {
		return analyse(strings.Clone(typed))
	}
	var buf [typedBytes]byte
	for i := range len(typed) {
		buf[i] = lowered[typed[i]]
	}
	lower := buf[:len(typed)]
	place := &memory[maphash.Bytes(seed, lower)%uint64(len(memory))]
	if k := place.Load(); k != nil && k.typed == string(lower) {
		return k
	}
	k := analyse(string(lower))
	place.Store(k)
	return k
}

// analyse does the work: folds, takes signs away, and finds the stem.
func analyse(typed string) *known {
	base := bare(Fold(typed))
	if !letters(base) && utf8.RuneCountInString(base) > longest {
		base = string([]rune(base)[:longest]) // one sign can stand for a whole phrase
	}
	return &known{typed: typed, stem: stemOf(base), stop: stops[base]}
}

// stemOf gives the stem of a folded word without apostrophes. What has digits or signs in it, or
// letters other than a to z, is no English word, and is its own stem.
func stemOf(base string) string {
	if len(base) <= 2 || len(base) > longest || !letters(base) {
		return base
	}
	spelled := spell(base)
	if stem, ok := apart[spelled]; ok {
		return stem
	}
	if singular, ok := strings.CutSuffix(spelled, "sis"); ok && len(singular) > 2 {
		return singular + "s" // one diagnosis, two diagnoses
	}
	env := snowballstem.NewEnv(spelled)
	english.Stem(env)
	return env.Current()
}

// apart is the words that the stemmer would bring together with others that mean something else.
var apart = byWord(map[string]string{
	"accessibl":     "accessible accessibility",
	"accession":     "accession accessions",
	"accountant":    "accountant accountants accountancy",
	"activiti":      "activity activities",
	"animat":        "animate animated animation animations",
	"authoriti":     "authority authorities",
	"capitat":       "capitation",
	"careful":       "careful carefully",
	"consultant":    "consultant consultants consultancy",
	"critical":      "critical critically",
	"department":    "department departments departmental",
	"designat":      "designate designated designation",
	"digital":       "digital digitally",
	"elective":      "elective electives electively",
	"electronic":    "electronic electronics electronically",
	"emergenc":      "emergency emergencies",
	"experienc":     "experience experiences experienced experiencing",
	"experiment":    "experiment experiments experimental experimenting",
	"governanc":     "governance",
	"government":    "government governments governmental",
	"hospitality":   "hospitality",
	"identiti":      "identity identities",
	"important":     "important importantly importance",
	"incidence":     "incidence",
	"informal":      "informal informally",
	"informat":      "informatics informatician informaticians",
	"integral":      "integral",
	"integriti":     "integrity",
	"internal":      "internal internally",
	"international": "international internationally",
	"medicat":       "medication medications medicate medicated",
	"objectiv":      "objective objectives objectively",
	"officer":       "officer officers",
	"organic":       "organic",
	"partial":       "partial partially",
	"pasta":         "pasta",
	"paste":         "paste pastes pasted pasting",
	"personality":   "personality personalities",
	"physics":       "physics",
	"populat":       "population populations",
	"positiv":       "positive positives positively",
	"practical":     "practical practically practicality practicalities",
	"productiv":     "productive productivity",
	"provisional":   "provisional provisionally",
	"publish":       "publication publications",
	"rational":      "rational rationally rationale",
	"referenc":      "reference references referenced referencing",
	"relativ":       "relative relatives relatively",
	"respectiv":     "respective respectively",
	"responsibl":    "responsible responsibly responsibility responsibilities",
	"several":       "several",
	"specialty":     "speciality specialities specialty specialties",
	"specificat":    "specification specifications",
	"universiti":    "university universities",
	"wilful":        "wilful willful wilfully willfully",
})

// byWord turns a table of stems into one of words.
func byWord(table map[string]string) map[string]string {
	words := make(map[string]string)
	for stem, list := range table {
		for _, word := range strings.Fields(list) {
			words[word] = stem
		}
	}
	return words
}
