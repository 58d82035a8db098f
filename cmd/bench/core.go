package main

// anyCore leaves it to the system where a process runs.
const anyCore = -1
