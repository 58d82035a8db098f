package nhsnumber

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// valid gives the first NHS number from n on, as ten digits.
func valid(t testing.TB, n int) string {
	t.Helper()
	for ; ; n++ {
		if s := fmt.Sprintf("%010d", n); Valid(s) {
			return s
		}
	}
}

// grouped writes ten digits as three, three and four.
func grouped(digits, sep string) string {
	return digits[:3] + sep + digits[3:6] + sep + digits[6:]
}

func TestValidKnowsTheCheckDigit(t *testing.T) {
	t.Parallel()
	for digits, want := range map[string]bool{
		"9990000018":  true,
		"9990000026":  true,
		"9990000019":  false,
		"9990000001":  false,
		"9999999999":  false,
		"0000000000":  false,
		"999000001":   false,
		"99900000180": false,
		"999000001x":  false,
		"":            false,
	} {
		if got := Valid(digits); got != want {
			t.Errorf("Valid of case %q: got %v, want %v", digits, got, want)
		}
	}
}

func TestOneInElevenPasses(t *testing.T) {
	t.Parallel()
	passed := 0
	for n := range 11000 {
		if Valid(fmt.Sprintf("%010d", 9990000000+n)) {
			passed++
		}
	}
	if passed < 900 || passed > 1100 {
		t.Errorf("of 11,000 numbers %d passed, want about 1,000", passed)
	}
}

func TestFindStopsNumbersHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	n := valid(t, 9990000010)
	a, b, c := n[:3], n[3:6], n[6:]
	wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, n)
	arabic := strings.Map(func(r rune) rune { return r - '0' + '٠' }, n)
	for name, text := range map[string]string{
		"in one piece":                        n,
		"in a sentence":                       "We saw " + n + ", who waited.",
		"at the end of a sentence":            "We saw " + n + ".",
		"by spaces":                           grouped(n, " "),
		"by non-breaking spaces":              grouped(n, "\u00a0"),
		"by thin spaces":                      grouped(n, "\u2009"),
		"by hyphens":                          grouped(n, "-"),
		"by non-breaking hyphens":             grouped(n, "\u2011"),
		"by spaced dashes":                    grouped(n, " – "),
		"by dots":                             grouped(n, "."),
		"by character references":             grouped(n, "&nbsp;"),
		"with an escaped digit":               "&#57;" + n[1:],
		"with zero-width spaces":              grouped(n, "\u200b"),
		"with soft hyphens":                   grouped(n, "\u00ad"),
		"with a byte order mark inside":       n[:5] + "\ufeff" + n[5:],
		"with right-to-left marks":            "\u202e" + n[:4] + "\u200f" + n[4:],
		"in full-width digits":                wide,
		"in full-width digits with spaces":    wide[:9] + "\u3000" + wide[9:18] + "\u3000" + wide[18:], // three bytes a digit
		"in Arabic digits":                    arabic,
		"in keycaps":                          strings.Join(strings.Split(n, ""), "\ufe0f\u20e3") + "\ufe0f\u20e3",
		"with one group in bold":              "**" + a + "** " + b + " " + c,
		"with each group in italics":          "_" + a + "_ _" + b + "_ _" + c + "_",
		"with half of it struck out":          "~~" + a + b + "~~" + c,
		"with escapes":                        a + `\-` + b + `\-` + c,
		"in code":                             "`" + n + "`",
		"in a block of code":                  "```\nid = " + grouped(n, " ") + "\n```",
		"in a table":                          "| Name | Number |\n|---|---|\n| A | " + n + " |",
		"in a table, tightly":                 "|A|" + grouped(n, " ") + "|",
		"in a list with numbers":              "1. " + grouped(n, " "),
		"after the number of a ward":          "ward 12 " + grouped(n, " "),
		"before a date of birth":              grouped(n, " ") + " 12/03/1954",
		"in a file of comma-separated values": "Smith,1954," + n + ",F",
		"over the end of a line":              a + " " + b + "\n" + c,
		"in brackets":                         "(" + n + ")",
		"as the words of a link":              "[" + n + "](https://example.org/)",
		"after a call about a patient":        "call about patient " + n,
		"with its label":                      "NHS number: " + n,
		"with its label in capitals":          "NHS NO. " + n,
		"with its label glued on":             "NHS" + n,
		"with a longer label":                 "the NHS number of the patient is " + n,
		"in odd groups under its label":       "NHS no " + n[:2] + " " + n[2:6] + " " + n[6:],
		"in an address under its label":       "https://example.org/?nhs_number=" + n,
		"grouped, after another's name":       "ticket " + grouped(n, " "),
		"behind a phone number":               "call 0113 496 0000, about " + n,
	} {
		if _, ok := Find(text); !ok {
			t.Errorf("written %s, the number was not found", name)
		}
	}
}

func TestALabelBeatsEveryLikeness(t *testing.T) {
	t.Parallel()
	mobile := valid(t, 7700900000) // Ofcom keeps these numbers for drama
	for name, number := range map[string]string{
		"an ISBN":    "0306406152",
		"a mobile":   mobile,
		"a landline": grouped(valid(t, 1214960000), " "),
	} {
		got, ok := Find("NHS number " + number)
		if !ok || got.Reason != Labelled {
			t.Errorf("a number like %s under its label: got %+v, %v", name, got, ok)
		}
	}
}

func TestFindLetsOtherNumbersPass(t *testing.T) {
	t.Parallel()
	n := valid(t, 9990000010)
	mobile := valid(t, 7700900000)
	city := valid(t, 1214960000)
	stamp := valid(t, 1549900800)
	for name, text := range map[string]string{
		"no digits":                           "Nothing here.",
		"a wrong check digit":                 n[:9] + string('0'+(n[9]-'0'+1)%10),
		"repeated digits":                     "999 999 9999 and 7777777777",
		"an ISBN":                             "0306406152",
		"an ISBN with hyphens":                "ISBN 0-306-40615-2",
		"an ISBN that looks issued":           "ISBN-10: " + n,
		"a mobile with its 0":                 "0" + mobile,
		"a mobile with spaces":                "07700 900" + mobile[7:],
		"a mobile with +44":                   "+44" + mobile,
		"a mobile with +44 and a space":       "+44 " + mobile,
		"a mobile with 44":                    "44 " + mobile,
		"a mobile with 0044":                  "0044 " + grouped(mobile, " "),
		"a mobile with (0)":                   "+44 (0)" + grouped(mobile, " "),
		"a mobile with (0) and a space":       "(0) " + mobile,
		"a mobile with its code in brackets":  "(+44) " + mobile,
		"a mobile under its name":             "Mobile: " + mobile,
		"a mobile to be called":               "call me on " + grouped(mobile, " "),
		"a mobile in a sentence":              "My phone number is " + mobile,
		"a landline without its 0":            grouped(city, " "),
		"a landline in one piece":             city,
		"a foreign phone number":              "+1 " + grouped(n, " "),
		"a foreign phone number with hyphens": "1-" + grouped(n, "-"),
		"eleven digits":                       n + "1",
		"twelve digits":                       "12" + n,
		"a card number":                       "4929 " + n[:4] + " " + n[4:8] + " 1234",
		"a decimal fraction":                  "0." + n,
		"a number with a fraction":            n + ".5",
		"a longer reference":                  "2024-" + n,
		"an order number":                     "order number " + n,
		"a ticket":                            "ticket " + n + " is closed",
		"a ticket by its prefix":              "INC" + n,
		"a ticket by its sign":                "#" + n,
		"an amount":                           "£" + n,
		"a timestamp":                         stamp,
		"a timestamp under its name":          "unix time " + n,
		"an address":                          "https://example.org/" + n,
		"an address by its name":              "www.example.org/a?b=" + n,
		"a link":                              "[see](/files/" + n + ")",
		"a hexadecimal number":                "0x" + n + " and " + n + "abc",
		"a name with digits":                  "report_" + n + "_final",
		"a column of figures":                 n[:3] + "\n" + n[3:6] + "\n" + n[6:],
		"a row of figures":                    "|" + n[:3] + "|" + n[3:6] + "|" + n[6:] + "|",
		"figures with commas":                 n[:3] + ", " + n[3:6] + ", " + n[6:],
		"digits grouped otherwise":            n[:5] + " " + n[5:],
		"talk of NHS numbers":                 "Never post an NHS number. Call me on " + mobile + ".",
	} {
		if got, ok := Find(text); ok {
			t.Errorf("%s was taken for an NHS number: %s", name, got.Reason)
		}
	}
}

func TestAMatchTellsWhereAndNeverWhat(t *testing.T) {
	t.Parallel()
	n := valid(t, 9990000010)
	text := "One.\r\nTwo — ok.\nThree: **" + grouped(n, " ") + "**.\n" + n
	got, ok := Find(text)
	want := Match{Line: 3, Offset: strings.Index(text, n[:3]), Reason: Grouped}
	if !ok || got != want {
		t.Errorf("got %+v, %v, want %+v", got, ok, want)
	}
	if strings.Contains(fmt.Sprintf("%#v", got), n[3:]) {
		t.Error("the match carries the number")
	}
}

func TestTimeGrowsWithTheText(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"999 ", "9", "nhs number ", "&", "9-", "(0) 999 000 ", "\u200b9", "isbn no no no 9990000019 "} {
		text := strings.Repeat(piece, 1<<20/len(piece))
		start := time.Now()
		Find(text)
		// A text may have 20,000 characters: fifty times that within seconds is linear enough,
		// while anything quadratic would take hours.
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("a megabyte of %q took %s", piece, took)
		}
	}
}

func FuzzFind(f *testing.F) {
	n := valid(f, 9990000010)
	for _, seed := range []string{"", n, grouped(n, " "), "NHS no " + n, "&#57;" + n[1:], "\xff9", "**9**\n- 9", "(+44) 7"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := Find(text)
		if ok && (got.Line < 1 || got.Offset < 0 || got.Offset >= len(text) || got.Reason == "") {
			t.Errorf("impossible match %+v", got)
		}
		// A number on a paragraph of its own is found whatever stands after it.
		if _, ok := Find(grouped(n, " ") + "\n\n" + text); !ok {
			t.Error("a number in front of other text was missed")
		}
	})
}
