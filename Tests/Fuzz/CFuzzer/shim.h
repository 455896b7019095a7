// libFuzzer's own header is for C++ (compiler-rt's FuzzerInterface.h); this is its C part that is called here.
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
