package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"commonroom/models/discuss"
	"commonroom/models/moderation"
	"commonroom/views"
)

// route is one line of the table: who may knock is the policy's, an id of the authorisation
// matrix in testdata/authz.csv.
type route struct {
	Method, Path, Policy string
	Handle               fiber.Handler
	Bare                 bool // no page of the site: nobody needs to be recognised
}

// shows tells whether the route shows what people wrote, to whomever it may show it.
func (r route) shows() bool {
	return !r.Bare || strings.HasPrefix(r.Path, "/feeds/") || strings.HasPrefix(r.Path, "/sitemap")
}

// routes is every address of the site. The first that fits answers, so a fixed word stands
// above the parameter that would swallow it.
func (s *Server) routes() []route {
	return []route{
		{"GET", "/healthz", "P01", s.healthz, true},
		{"GET", "/readyz", "P01", s.readyz, true},
		{"GET", "/robots.txt", "P01", s.robots, true},
		{"GET", "/assets/*", "P01", s.asset, true},
		{"GET", "/sitemap.xml", "P05", s.sitemap, true},
		{"GET", "/sitemap/pages.xml", "P05", s.sitemapPages, true},
		{"GET", "/sitemap/threads-:part.xml", "P05", s.sitemapThreads, true},

		{"GET", "/feeds/threads.atom", "P05", s.publicFeed(s.threadsFeed), true},
		{"GET", "/feeds/practices.atom", "P05", s.publicFeed(s.practicesFeed), true},
		{"GET", "/feeds/projects.atom", "P05", s.publicFeed(s.projectsFeed), true},
		{"GET", "/feeds/log.atom", "P05", s.publicFeed(s.logFeed), true},
		{"GET", "/feeds/boards/:slug.atom", "P05", s.publicFeed(s.boardFeed), true},
		{"GET", "/feeds/tags/:slug.atom", "P05", s.publicFeed(s.tagFeed), true},
		{"GET", "/feeds/private/:token/threads.atom", "M12", s.privateFeed(s.threadsFeed), true},
		{"GET", "/feeds/private/:token/practices.atom", "M12", s.privateFeed(s.practicesFeed), true},
		{"GET", "/feeds/private/:token/projects.atom", "M12", s.privateFeed(s.projectsFeed), true},
		{"GET", "/feeds/private/:token/log.atom", "M12", s.privateFeed(s.logFeed), true},
		{"GET", "/feeds/private/:token/boards/:slug.atom", "M12", s.privateFeed(s.boardFeed), true},
		{"GET", "/feeds/private/:token/tags/:slug.atom", "M12", s.privateFeed(s.tagFeed), true},
		{"GET", "/feeds/private/:token/members/:handle.atom", "M12", s.privateFeed(s.memberFeed), true},

		{"GET", "/", "P01", s.home, false},
		{"GET", "/about", "P01", s.standing("About this place", views.About), false},
		{"GET", "/terms", "P01", s.standing("Terms", views.Terms), false},
		{"GET", "/privacy", "P01", s.standing("Privacy", views.Privacy), false},
		{"GET", "/accessibility", "P01", s.standing("Accessibility", views.Accessibility), false},
		{"GET", "/help", "P01", s.standing("Help", views.Help), false},
		{"GET", "/help/members", "P01", s.standing("Help for members", views.HelpMembers, helpCrumb), false},
		{"GET", "/help/search", "P01", s.standing("How search works", views.HelpSearch, helpCrumb), false},
		{"GET", "/help/keys", "P01", s.standing("Keyboard shortcuts", views.HelpKeys, helpCrumb), false},
		{"GET", "/help/committee", "P01", s.standing("Help for the committee", views.HelpCommittee, helpCrumb), false},
		{"GET", "/help/server", "P01", s.standing("Help for whoever runs the server", views.HelpServer, helpCrumb), false},
		{"GET", "/conduct", "P01", s.conduct, false},
		{"GET", "/committee", "P01", s.committee, false},
		{"GET", "/committee/members", "P01", s.committeeMembers, false},
		{"GET", "/committee/log", "P01", s.moderationLog, false},
		{"GET", "/committee/words", "C14", s.keptWords, false},
		{"POST", "/committee/words", "C14", s.postWords, false},
		{"GET", "/committee/words/:id", "C14", s.editWords, false},
		{"POST", "/committee/words/:id", "C14", s.saveWords, false},
		{"POST", "/committee/words/:id/remove", "C14", s.postRemoveWords, false},
		{"GET", "/committee/missed", "C14", s.missed, false},
		{"POST", "/committee/missed/:id/dismiss", "C14", s.postDismiss, false},
		{"GET", "/report", "P03", s.report, false},
		{"POST", "/report", "P03", s.postReport, false},
		{"GET", "/report/thanks", "P03", s.reportThanks, false},
		{"GET", "/reports", "C03", s.reports, false},
		{"GET", "/reports/:id", "C03", s.readReport, false},
		{"POST", "/reports/:id/close", "C03", s.postCloseReport, false},

		{"GET", "/sign-in", "P04", s.signInPage, false},
		{"POST", "/sign-out", "P04", s.postSignOut, false},
		{"POST", "/auth/:provider", "P04", s.postSignIn, false},
		{"GET", "/auth/:provider/callback", "P04", s.callback, false},

		{"GET", "/join", "M01", s.join, false},
		{"POST", "/join", "M01", s.postJoin, false},
		{"GET", "/committee/applicants", "M02", s.applicants, false},
		{"GET", "/committee/applicants/:id", "M02", s.applicant, false},
		{"POST", "/committee/applicants/:id", "M02", s.postApplicant, false},
		{"GET", "/welcome", "M03", s.welcome, false},
		{"POST", "/welcome", "M03", s.postWelcome, false},
		{"GET", "/settings/profile", "M03", s.editProfile, false},
		{"POST", "/settings/profile", "M03", s.postProfile, false},
		{"GET", "/settings/sessions", "M03", s.sessions, false},
		{"POST", "/settings/sessions/revoke", "M03", s.postRevokeOthers, false},
		{"POST", "/settings/sessions/:id/revoke", "M03", s.postRevoke, false},
		{"GET", "/settings/sign-ins", "M03", s.signIns, false},
		{"POST", "/settings/sign-ins/:id/remove", "M03", s.postUnlink, false},
		{"POST", "/settings/keys", "M03", s.postKeys, false},
		{"GET", "/settings/feeds", "M11", s.feedAddresses, false},
		{"POST", "/settings/feeds", "M11", s.postFeedAddress, false},
		{"POST", "/settings/feeds/:id/revoke", "M11", s.postRevokeFeedAddress, false},
		{"GET", "/members", "M04", s.members, false},
		{"GET", "/members/:handle", "M04", s.member, false},

		{"GET", "/search", "P05", s.search, false},
		{"GET", "/search/suggest", "P05", s.suggest, false},
		{"GET", "/search/similar", "P05", s.similar, false},

		{"POST", "/preview", "D12", s.postPreview, false},
		{"GET", "/drafts", "D04", s.drafts, false},
		{"POST", "/drafts", "D04", s.postDraft, false},
		{"GET", "/drafts/:id", "D04", s.draft, false},
		{"GET", "/drafts/:id/state", "D04", s.draftState, false},
		{"POST", "/drafts/:id/remove", "D04", s.postRemoveDraft, false},

		{"GET", "/boards", "P02", s.boards, false},
		{"GET", "/boards/:slug/template", "C16", s.template, false},
		{"POST", "/boards/:slug/template", "C16", s.postTemplate, false},
		{"GET", "/boards/:slug", "P02", s.board, false},
		{"GET", "/tags", "P02", s.subjects, false},
		{"GET", "/tags/:slug", "P02", s.subject, false},
		{"POST", "/tags/:slug/follow", "D04", s.postFollowTag, false},
		{"GET", "/tags/:slug/edit", "C15", s.describeTag, false},
		{"POST", "/tags/:slug/edit", "C15", s.postDescribeTag, false},
		{"GET", "/questions", "P02", s.topQuestions, false},
		{"GET", "/threads/new", "D02", s.newThread, false},
		{"POST", "/threads", "D02", s.postThread, false},
		{"POST", "/threads/:id/replies", "D02", s.postReply, false},
		{"GET", "/threads/:id/ask", "D03", s.ask, false},
		{"POST", "/threads/:id/ask", "D03", s.postAsk, false},
		{"POST", "/threads/:id/read", "D04", s.postRead, false},
		{"POST", "/threads/:id/follow", "D04", s.postFollow, false},
		{"GET", "/threads/:id/hide", "C01", s.decide(moderation.Hide), false},
		{"POST", "/threads/:id/hide", "C01", s.postDecide(moderation.Hide), false},
		{"GET", "/threads/:id/restore", "C01", s.decide(moderation.Restore), false},
		{"POST", "/threads/:id/restore", "C01", s.postDecide(moderation.Restore), false},
		{"GET", "/threads/:id/lock", "C01", s.decide(moderation.Lock), false},
		{"POST", "/threads/:id/lock", "C01", s.postDecide(moderation.Lock), false},
		{"GET", "/threads/:id/unlock", "C01", s.decide(moderation.Unlock), false},
		{"POST", "/threads/:id/unlock", "C01", s.postDecide(moderation.Unlock), false},
		{"GET", "/threads/:id/pin", "C01", s.decide(moderation.Pin), false},
		{"POST", "/threads/:id/pin", "C01", s.postDecide(moderation.Pin), false},
		{"GET", "/threads/:id/unpin", "C01", s.decide(moderation.Unpin), false},
		{"POST", "/threads/:id/unpin", "C01", s.postDecide(moderation.Unpin), false},
		{"GET", "/threads/:id/move", "C01", s.decide(moderation.Move), false},
		{"POST", "/threads/:id/move", "C01", s.postDecide(moderation.Move), false},
		{"GET", "/threads/:id/posts/:after", "P02", s.laterPosts, false},
		{"GET", "/threads/:id/edit", "D03", s.editHeading, false},
		{"POST", "/threads/:id", "D03", s.saveHeading, false},
		{"GET", "/threads/:id/history", "P02", s.headingHistory, false},
		{"GET", "/threads/:id/:slug?", "P02", s.thread, false},

		{"GET", "/posts/:id", "P02", s.post, false},
		{"GET", "/posts/:id/replies", "P02", s.postReplies, false},
		{"GET", "/posts/:id/quote", "D02", s.quotePost, false},
		{"POST", "/posts/:id", "D03", s.savePost, false},
		{"GET", "/posts/:id/edit", "D03", s.editPost, false},
		{"GET", "/posts/:id/withdraw", "D03", s.withdrawPost, false},
		{"POST", "/posts/:id/withdraw", "D03", s.postWithdraw, false},
		{"POST", "/posts/:id/put-back", "D03", s.postPutBack, false},
		{"POST", "/posts/:id/vote", "D04", s.postVote, false},
		{"GET", "/posts/:id/history", "P02", s.postHistory, false},
		{"GET", "/posts/:id/reactions", "P02", s.reactions, false},
		{"POST", "/posts/:id/reactions", "D04", s.postReaction, false},
		{"GET", "/posts/:id/reactions/who", "D04", s.reacted, false},
		{"GET", "/bookmarks", "D04", s.bookmarks, false},
		{"GET", "/posts/:id/bookmark", "D04", s.bookmark, false},
		{"POST", "/posts/:id/bookmark", "D04", s.postBookmark, false},
		{"POST", "/posts/:id/bookmark/note", "D04", s.saveBookmark, false},
		{"POST", "/posts/:id/bookmark/remove", "D04", s.postRemoveBookmark, false},
		{"GET", "/posts/:id/history/:n/revert", "C01", s.revert, false},
		{"POST", "/posts/:id/history/:n/revert", "C01", s.postRevert, false},
		{"GET", "/posts/:id/hide", "C01", s.decidePost(moderation.Hide), false},
		{"POST", "/posts/:id/hide", "C01", s.postDecidePost(moderation.Hide), false},
		{"GET", "/posts/:id/restore", "C01", s.decidePost(moderation.Restore), false},
		{"POST", "/posts/:id/restore", "C01", s.postDecidePost(moderation.Restore), false},

		{"POST", uploadPath, "D06", s.postUpload, false},
		{"GET", "/files/:id/:name", "P02", s.file, false},
		{"GET", "/files/:id/small/:name", "P02", s.smallFile, false},

		{"GET", "/practices", "P02", s.practiceList, false},
		{"POST", "/practices", "L01", s.postPractice, false},
		{"GET", "/practices/new", "L01", s.newPractice, false},
		{"GET", "/practices/archive", "P02", s.archive, false},
		{"GET", "/practices/archive/:year/:month", "P02", s.archiveMonth, false},
		{"GET", "/practices/:id/edit", "L02", s.editPractice, false},
		{"POST", "/practices/:id", "L02", s.savePractice, false},
		{"POST", "/practices/:id/publish", "L02", s.publishPractice, false},
		{"POST", "/practices/:id/take-back", "L02", s.takeBack(discuss.Practice), false},
		{"GET", "/practices/:id/authors", "L02", s.authors(discuss.Practice), false},
		{"POST", "/practices/:id/authors", "L02", s.postAuthor(discuss.Practice), false},
		{"POST", "/practices/:id/authors/remove", "L02", s.postRemoveAuthor(discuss.Practice), false},
		{"GET", "/practices/:id/history", "P02", s.practiceHistory, false},
		{"GET", "/practices/:id/history/:n", "P02", s.practiceVersion, false},
		{"GET", "/practices/:id/:slug?", "P02", s.practice, false},

		{"GET", "/projects", "P02", s.projectList, false},
		{"POST", "/projects", "L01", s.postProject, false},
		{"GET", "/projects/new", "L01", s.newProject, false},
		{"GET", "/projects/:id/edit", "L02", s.editProject, false},
		{"POST", "/projects/:id", "L02", s.saveProject, false},
		{"POST", "/projects/:id/publish", "L02", s.publishProject, false},
		{"POST", "/projects/:id/take-back", "L02", s.takeBack(discuss.Project), false},
		{"GET", "/projects/:id/authors", "L02", s.authors(discuss.Project), false},
		{"POST", "/projects/:id/authors", "L02", s.postAuthor(discuss.Project), false},
		{"POST", "/projects/:id/authors/remove", "L02", s.postRemoveAuthor(discuss.Project), false},
		{"GET", "/projects/:id/:slug?", "P02", s.project, false},

		{"GET", "/events", "P02", s.events, false},
		{"GET", "/unread", "D04", s.unreadList, false},
		{"POST", "/unread/read", "D04", s.postAllRead, false},
		{"POST", "/unread/undo", "D04", s.postUndoAllRead, false},
		{"GET", "/new", "D04", s.freshList, false},
		{"POST", "/new/seen", "D04", s.postAllSeen, false},

		{"GET", "/notices", "D07", s.notices, false},
		{"POST", "/notices/read", "D07", s.postNoticesRead, false},
	}
}
