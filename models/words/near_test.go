package words_test

import (
	"testing"

	"commonroom/models/words"
)

func TestDistanceCountsSlips(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b       string
		most, want int
	}{
		{"", "", 2, 0}, {"ward", "ward", 2, 0}, {"ward", "ward", 0, 0}, {"ward", "word", 0, 1},
		{"ward", "wards", 2, 1}, {"wards", "ward", 2, 1}, {"ward", "word", 2, 1}, {"ward", "wrad", 2, 1},
		{"patient", "pateint", 1, 1}, {"hopsital", "hospital", 1, 1}, {"diabeetes", "diabetes", 2, 1},
		{"anesthetic", "anaesthetic", 2, 1}, {"kitten", "sitting", 3, 3}, {"kitten", "sitting", 2, 3},
		{"ca", "abc", 3, 3}, {"", "abc", 3, 3}, {"", "abc", 2, 3}, {"café", "cafe", 1, 1}, {"a", "b", 100, 1}, {"a", "b", -1, 0},
	} {
		if got := words.Distance(c.a, c.b, c.most); got != c.want {
			t.Errorf("from %q to %q, at most %d: got %d, want %d", c.a, c.b, c.most, got, c.want)
		}
	}
}

func TestMisspellingsMeetUnderOneKey(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{
		{"patient", "pateint"}, {"hospital", "hopsital"}, {"referral", "referal"}, {"receive", "recieve"},
		{"pharmacy", "farmacy"}, {"physiotherapy", "fysiotherapy"}, {"accommodation", "acommodation"},
		{"diarrhoea", "diarhea"}, {"emergency", "imergency"}, {"interoperability", "interoperabilty"}, {"triage", "traige"},
		{"questionnaire", "questionaire"}, {"definitely", "definately"}, {"Café", "cafe"},
	} {
		if a, b := words.Skeleton(c[0]), words.Skeleton(c[1]); a != b || a == "" {
			t.Errorf("%s is %q, %s is %q", c[0], a, c[1], b)
		}
	}
	if words.Skeleton("ward") == words.Skeleton("bed") || words.Skeleton("") != "" {
		t.Error("a key says nothing")
	}
}
