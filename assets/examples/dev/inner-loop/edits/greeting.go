package main

const greeting = "Good morning"
