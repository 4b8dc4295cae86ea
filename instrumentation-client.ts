// Next runs this last before React listens: from here on a click is React's, and must not be made twice.
window.postinoEarlyInput?.stopKeeping()
