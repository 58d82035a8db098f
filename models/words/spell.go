package words

import "strings"

// spell brings the British and the American spelling of a word together. Neither is preferred:
// what comes out is only looked up, never shown, and for a few words is neither.
func spell(word string) string {
	if as, ok := respelled[word]; ok {
		return as
	}
	word = digraphs(word)
	for _, s := range starts {
		if rest, ok := strings.CutPrefix(word, s.from); ok {
			word = s.to + rest
			break
		}
	}
	for _, e := range ends {
		if root, ok := strings.CutSuffix(word, e.from); ok && len(root) >= e.least {
			return root + e.to
		}
	}
	return word
}

// digraphs writes e for ae and oe where they are one sound: in haematology and oedema, and not in
// Michael, larvae, heroes and poet.
func digraphs(word string) string {
	for at := 0; at+2 < len(word); at++ {
		rest := word[at+2:]
		if word[at+1] == 'e' && (word[at] == 'a' && rest != "l" || word[at] == 'o' && oneSound(rest)) {
			word = word[:at] + word[at+1:]
		}
	}
	return word
}

func oneSound(after string) bool {
	switch after {
	case "a", "al", "as", "ba", "bas", "ic":
		return true
	case "ing", "ist", "ists", "try", "tic", "tics":
		return false
	}
	return len(after) >= 3
}

// rule says how the start or the end of a word is rewritten, when what is left has letters enough.
type rule struct {
	from, to string
	least    int
}

var starts = []rule{
	{from: "aluminium", to: "aluminum"},
	{from: "artefact", to: "artifact"},
	{from: "defenc", to: "defens"},
	{from: "draught", to: "draft"},
	{from: "focuss", to: "focus"},
	{from: "fuell", to: "fuel"},
	{from: "gray", to: "grey"},
	{from: "inquir", to: "enquir"},
	{from: "jewellery", to: "jewelry"},
	{from: "licenc", to: "licens"},
	{from: "mould", to: "mold"},
	{from: "moustache", to: "mustache"},
	{from: "odour", to: "odor"},
	{from: "offenc", to: "offens"},
	{from: "plough", to: "plow"},
	{from: "practis", to: "practic"},
	{from: "pretenc", to: "pretens"},
	{from: "pyjama", to: "pajama"},
	{from: "sceptic", to: "skeptic"},
	{from: "skilful", to: "skillful"},
	{from: "smoulder", to: "smolder"},
	{from: "sulph", to: "sulf"},
	{from: "woollen", to: "woolen"},
	{from: "yoghurt", to: "yogurt"},
}

// ends are tried in turn, longer ones first.
var ends = endings()

func endings() []rule {
	all := []rule{
		{"dgement", "dgment", 2}, {"dgements", "dgments", 2},
		{"ellor", "elor", 3}, {"ellors", "elors", 3},
		{"logue", "log", 2}, {"logues", "logs", 2}, {"logued", "loged", 2}, {"loguing", "loging", 2},
		{"gramme", "gram", 0}, {"grammes", "grams", 0},
	}
	for _, z := range []string{"e", "ed", "es", "er", "ers", "ing", "ation", "ations", "ational", "able"} {
		all = append(all, rule{"iz" + z, "is" + z, 3}, rule{"yz" + z, "ys" + z, 3})
	}
	for _, r := range []string{"", "s", "ed", "ing", "ings", "er", "ers", "al", "ally", "ite", "ites", "able", "ably", "hood", "hoods", "ful", "ist", "ists", "ism", "ly", "less", "y"} {
		all = append(all, rule{"our" + r, "or" + r, 3})
	}
	for _, m := range []string{"metre", "litre"} {
		all = append(all, rule{m, m[:3] + "er", 2}, rule{m + "s", m[:3] + "ers", 2})
	}
	return all
}

// respelled is whole words: those with -re for -er, and others that no rule is worth.
var respelled = respellings(
	"cent theat met fib lit calib lust meag sab somb spect goit tit mit manoeuv maneuv",
	map[string]string{
		"adviser": "advisor", "advisers": "advisors",
		"aeroplane": "airplane", "aeroplanes": "airplanes",
		"ageing": "aging",
		"cheque": "check", "cheques": "checks", "chequebook": "checkbook", "chequebooks": "checkbooks",
		"tyre": "tire", "tyres": "tires",
	})

func respellings(re string, others map[string]string) map[string]string {
	for _, root := range strings.Fields(re) {
		as := strings.Replace(root, "oe", "e", 1)
		for from, to := range map[string]string{"re": "er", "res": "ers", "red": "ered", "ring": "ering"} {
			others[root+from] = as + to
		}
		if as != root {
			others[root+"er"] = as + "er"
		}
	}
	return others
}
