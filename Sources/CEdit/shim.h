// Editing lines on a terminal. Only CLineEditor includes it.
#include <histedit.h>
