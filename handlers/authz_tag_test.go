package handlers

// tagKnocks are the doors to the tags of things. One that only what is hidden has is not there.
func tagKnocks() []knock {
	borne := []door{
		at("in public", inPublic, "P02"),
		at("for members", inMembers, "D01"),
		at("hidden", inPublic.hid(), rowAbsent),
		at("in the group", inPrivate, "G03"),
		at("not there", nowhere, rowAbsent),
	}
	chosen := []door{
		at("in public", inPublic.mine(), "D04"),
		at("for members", inMembers.mine(), "D04"),
		at("hidden", inPublic.mine().hid(), rowAbsent),
		at("in the group", inPrivate.mine(), "G03"),
		at("not there", nowhere, rowAbsent),
	}
	described := []door{
		at("in public", inPublic, "C15"),
		at("for members", inMembers, "C15"),
		at("hidden", inPublic.hid(), rowAbsent),
		at("in the group", inPrivate, "G03"),
		at("not there", nowhere, rowAbsent),
	}
	return []knock{
		page("/tags"),
		{method: "GET", path: "/tags/:slug", about: subject, doors: borne},
		{method: "POST", path: "/tags/:slug/follow", about: subject, doors: chosen, keyless: true, form: fields("follow", "following")},
		{method: "GET", path: "/tags/:slug/edit", about: subject, doors: described},
		{method: "POST", path: "/tags/:slug/edit", about: subject, doors: described, form: fields("name", "{}", "description", "What it is for.", "version", "1")},
	}
}
