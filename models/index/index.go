// Package index keeps what search finds things by. Each thing that stands on the site has a row of
// words, written in the transaction that changed it (Put); what is a draft, hidden or withdrawn has
// none. A row is the words of the text in their order and some words of ours beside them: which of
// them stand in the title, what the text is about, where it stands, whose it is, when it was
// written. Package search asks; this one only answers for what is there.
package index
