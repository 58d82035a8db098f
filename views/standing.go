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

const grantExample = `commonroom grant ann-ward chair --how elected \
  --from 2026-11-24 --until 2028-11-23`

const backupExample = `(umask 077 && sqlite3 commonroom.db "VACUUM INTO 'backup.db'" && sync)`
