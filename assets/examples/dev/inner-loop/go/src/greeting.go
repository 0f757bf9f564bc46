package main

const greeting = "Hello"
