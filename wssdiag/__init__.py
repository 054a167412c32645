"""wssdiag: why can this computer not reach, or is not protected by, Symantec Web Security Service?"""

__version__ = "0.1.0"
