package words_test

import (
	"slices"
	"strings"
	"testing"

	"commonroom/models/words"
)

// stems gives the stems of a text with a blank between them.
func stems(text string) string {
	var all []string
	for _, t := range words.All(text) {
		all = append(all, t.Stem)
	}
	return strings.Join(all, " ")
}

func TestATextIsCutIntoItsWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ says, text, want string }{
		{"nothing has no words", "", ""},
		{"signs are no words", " - ... & ' + # \u0301", ""},
		{"words end at blanks and signs", "Bed rota, ward 7 (north)", "bed rota ward 7 north"},
		{"stopwords are left out", "How do I get a login for the new system?", "login new system"},
		{"capitals and diacritics make no difference", "CAFÉ Café cafe cafe\u0301", "cafe cafe cafe cafe"},
		{"ligatures and foreign letters are what people type for them", "Æther Straße Søren ﬁle", "ether strass soren file"},
		{"an owner is the thing owned by", "the patient's and patients’ notes", "patient patient note"},
		{"an apostrophe within a name falls away", "O'Brien O’Brien obrien", "obrien obrien obrien"},
		{"contractions are stopwords as their parts are", "we'll don't can’t it's I'd", ""},
		{"an ampersand between short words holds them together", "A&E, R&D and AT&T", "a&e r&d at&t"},
		{"an ampersand between long words does not", "health&safety", "health safeti"},
		{"a decimal number is one word", "v2.1 at 10.5 or 1.2.3.", "v2.1 10.5 1.2.3"},
		{"thousands are one number", "10,000 of 1,2,30 and 2,500", "10000 1 2 30 2500"},
		{"a full stop between words parts them", "end.Next e-mail and/or to-do", "end next e mail"},
		{"a letter and a number are two when a hyphen parts them", "COVID-19", "covid 19"},
		{"programming languages keep their signs", "C++, C# and c", "c++ c# c"},
		{"a sign after a longer word is none of it", "Notepad++ A+ ward#7", "notepad ward 7"},
		{"small digits are digits", "CO₂ and m²", "co2 m2"},
		{"a soft hyphen splits nothing", "inter\u00adoperable", "interoper"},
		{"other scripts are words too", "Привет мир", "привет мир"},
		{"a word of forty letters is one", strings.Repeat("x", 40), strings.Repeat("x", 40)},
		{"what is longer was never typed", strings.Repeat("x", 41) + " bed", "bed"},
		{"bytes that are no text part words", "bed\xffrota", "bed rota"},
	} {
		if got := stems(c.text); got != c.want {
			t.Errorf("%s: %q gave %q, want %q", c.says, c.text, got, c.want)
		}
	}
}

func TestAnAbbreviationInCapitalsIsNoStopword(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ says, text, want string }{
		{"among small letters it says something", "the IT service desk", "it servic desk"},
		{"so do others", "guidance of the WHO for US hospitals", "guidanc who us hospit"},
		{"alone it does", "IT", "it"},
		{"next to another abbreviation it does", "NHS IT", "nhs it"},
		{"shouted it does not", "IN OTHER WORDS IT IS BROKEN", "other word broken"},
		{"nor does a shouted short line", "IS IT OK", "ok"},
		{"in small letters it does not", "is it us or who", ""},
		{"one capital at the start of a sentence is none", "It works", "work"},
	} {
		if got := stems(c.text); got != c.want {
			t.Errorf("%s: %q gave %q, want %q", c.says, c.text, got, c.want)
		}
	}
}

func TestTokensSayWhereTheyStandAndStopWhenTold(t *testing.T) {
	t.Parallel()
	const text = "The café’s Rota"
	want := []words.Token{{Stem: "cafe", Start: 4, End: 13}, {Stem: "rota", Start: 14, End: 18}}
	if got := words.All(text); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	met := 0
	words.Tokens("one two three", func(words.Token) bool { met++; return met < 2 })
	if met != 2 {
		t.Errorf("met %d words, want 2", met)
	}
}

func TestMarksStandWhereTheWantedWordsDo(t *testing.T) {
	t.Parallel()
	const text = "Oedema on the ward: wards report edema; the Warden does not. Enquiry, inquiry."
	var got []string
	for _, s := range mark(text, "edema", "wards", "inquiry", "the") {
		got = append(got, text[s.Start:s.End])
	}
	want := []string{"Oedema", "ward", "wards", "edema", "Enquiry", "inquiry"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// mark marks the words of a list, as search does.
func mark(text string, wanted ...string) []words.Span {
	list, first := map[string]bool{}, [256]bool{}
	for _, w := range wanted {
		if stem := words.Stem(w); stem != "" {
			list[stem], first[stem[0]] = true, true
		}
	}
	return words.Mark(text, func(stem string) bool { return list[stem] }, func(b byte) bool { return first[b] })
}

func TestMarkingMakesNoGarbageOfWordsThatAreNotWanted(t *testing.T) {
	const text = "electronic records of patients on every ward, kept by nurses and consultants"
	none := func(string) bool { return false }
	first := func(b byte) bool { return b == 'n' }
	words.Mark(text, none, first)
	if n := testing.AllocsPerRun(100, func() { words.Mark(text, none, first) }); n > 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
