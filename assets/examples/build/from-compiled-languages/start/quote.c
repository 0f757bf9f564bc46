/* Print a line of a file, chosen by the day, or by a number that is given. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv)
{
    char line[256];
    long wanted = argc > 1 ? atol(argv[1]) : time(NULL) / 86400 % 3;
    FILE *lines = fopen("/quotes.txt", "r");

    if (!lines) {
        perror("/quotes.txt");
        return 1;
    }
    while (fgets(line, sizeof line, lines))
        if (wanted-- == 0)
            fputs(line, stdout);
    return fclose(lines);
}
