package upload

// Samples for the tests from outside.
var (
	SamplePNG = asPNG
	Quarters  = quarters
)
