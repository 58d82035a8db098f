package models_test

import (
	"testing"

	"commonroom/models"
)

func TestAnAddressIsAsPeopleHaveThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"ann.ward@hospital.example": true, "a@b.c": true,
		"": false, "ann": false, "@hospital.example": false, "ann@localhost": false, "ann@.example": false, "a@b@hospital.example": false,
		"Ann <ann@hospital.example>": false, `"a b"@hospital.example`: false, "dеv@hospital.example": false, "a\n@hospital.example": false,
	} {
		if got := models.IsEmail(text); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}

func TestTwoSpellingsOfAnAddressShareAKey(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{" Ann@Hospital.EXAMPLE ": "ann@hospital.example", "\u212A@x.example": "\u212A@x.example"} {
		if got := models.EmailKey(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
