package views

// importExample is how a file begins that import practices reads.
const importExample = `---
title: Floor walking
author: ann.ward@example.org
date: 2019-02-14
tags: [service desk, small changes]
summary: Go and see where people work.
---

## What we did
`

const backupExample = `sqlite3 commonroom.db "VACUUM INTO 'backup.db'"`
