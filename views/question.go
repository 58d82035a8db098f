package views

import (
	"commonroom/models/discuss"
	"commonroom/models/space"
)

// QuestionsPage is the questions most read and found.
type QuestionsPage struct {
	Board     space.Space   // the only one; the zero Space for all
	Boards    []space.Space // to choose from
	Questions []discuss.Question
}

// Title is "Top questions", with the board if it is one.
func (p QuestionsPage) Title() string {
	if p.Board.ID == 0 {
		return "Top questions"
	}
	return "Top questions: " + p.Board.Name
}

// TopQuestionsPath is the address of the top questions of a board.
func TopQuestionsPath(slug string) string { return pathWith("/questions", filter("board", slug)) }

// answerHidden tells those who hear the page which answer a link leads to.
func answerHidden(q discuss.Question) string { return "to “" + q.Title + "”" }

// answerWords say what a link leads to: the answer, or what there is until one is marked.
func answerWords(q discuss.Question) string {
	if q.Answer.Marked {
		return "Read the answer"
	}
	return "Read the first reply"
}
