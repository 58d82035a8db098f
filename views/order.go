package views

import (
	"commonroom/models"
	"commonroom/models/space"
)

// OrderPage is the boards in their order, for the committee to change.
type OrderPage struct {
	Boards   []space.Space
	Key      string
	Problems models.Problems
}
