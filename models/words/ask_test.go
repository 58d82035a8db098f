package words_test

import (
	"testing"

	"commonroom/models/words"
)

func TestATitleAsksOrTells(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]bool{
		"Who looks after the ward tablets?":       true,
		"Ward tablets: who charges them?":         true,
		"Which EPR? We have to choose by June":    true,
		"Who is your clinical safety officer":     true,
		"How do you hand over at weekends":        true,
		"Has anybody moved to Microsoft 365":      true,
		"Can’t log in after the upgrade":          true,
		"“Why do alerts go unread?”":              true,
		"Is there a template for a DPIA (please)": true,
		"Anyone using ambient scribes":            true,
		"WHERE ARE the old pathways":              true,

		"How we cut the queue":                     false,
		"What the ward taught us":                  false,
		"How to write a hazard log":                false,
		"When not to buy":                          false,
		"Who":                                      false,
		"A service desk that answers":              false,
		"Show and tell in May":                     false,
		"Whoever reads this":                       false,
		"https://trust.example/?page=2 moved away": false,
		"": false,
	} {
		if got := words.Asks(title); got != want {
			t.Errorf("%q asks: %t, want %t", title, got, want)
		}
	}
}
