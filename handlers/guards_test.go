package handlers

import (
	"testing"

	"commonroom/models"
)

// The guards are coarse, so they may let somebody knock whom a model turns away; but whoever
// the matrix lets in they must let in, and whoever it asks to sign in they must ask.
func TestGuardsKeepToTheMatrix(t *testing.T) {
	t.Parallel()
	w, rows := newTown(t, nil), matrix(t)
	for policy, check := range guards {
		for _, role := range append([]string{"visitor"}, roles...) {
			cell, ok := rows[policy][role]
			if !ok {
				continue // "other" is no column
			}
			got := models.KindOf(check(w.people[role], w.db.Now()))
			switch cell {
			case "Y", "o", "s", "x":
				if got != "" {
					t.Errorf("%s refuses the %s as %s, whom the matrix lets in", policy, role, got)
				}
			case "L":
				if got != models.KindSignIn {
					t.Errorf("%s answers the %s %q, and should ask them to sign in", policy, role, got)
				}
			case "-":
				if got != "" && got != models.KindForbidden {
					t.Errorf("%s refuses the %s as %s, and should say why not", policy, role, got)
				}
			}
		}
	}
}
