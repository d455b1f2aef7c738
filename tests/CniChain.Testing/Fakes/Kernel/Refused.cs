using CniChain.Linux.Netlink;

namespace CniChain.Testing;

/// <summary>The refusals of a fake kernel (asm-generic/errno.h).</summary>
internal static class Refused
{
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EBADF = 9;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int EINVAL = 22;
    public const int ENFILE = 23;
    public const int EMLINK = 31;
    public const int ELOOP = 40;
    public const int ERESTART = 85;
    public const int EOPNOTSUPP = 95;
    public const int EADDRNOTAVAIL = 99;
    public const int ENETDOWN = 100;
    public const int ENETUNREACH = 101;
    public const int ECANCELED = 125;

    public static NetlinkException With(int errno, string? text = null) => new("fake kernel", errno, text);

    /// <summary>As <see cref="With"/>, pointing at an attribute so many bytes from the message's start.</summary>
    public static NetlinkException At(int offset, int errno, string? text = null) => new("fake kernel", errno, text, offset);

    public static NetlinkException NotPlayed(string what) => With(EOPNOTSUPP, $"the fake kernel does not play {what}");
}
