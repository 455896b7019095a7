// The QR code of a device sign-in.
#include <qrencode.h>
