namespace CniChain.Linux.Netlink;

/// <summary>A netlink request that the kernel refused.</summary>
/// <remarks>Reads <c>newlink eth0: Invalid argument (EINVAL): the kernel's extended-ack text</c>.</remarks>
public sealed class NetlinkException : LinuxException
{
    /// <summary>Describes a refused request.</summary>
    /// <param name="operation">The request's <see cref="NetlinkRequest.Operation"/>.</param>
    /// <param name="errno">The positive errno value.</param>
    /// <param name="kernelMessage">The kernel's extended-ack text; null when it gave none.</param>
    /// <param name="offset">Where in the message the kernel points; null when it does not.</param>
    /// <param name="requestIndex">The request's place among those sent with it, from 0.</param>
    public NetlinkException(string operation, int errno, string? kernelMessage = null, int? offset = null, int requestIndex = 0)
        : base(operation, errno, kernelMessage)
    {
        KernelMessage = kernelMessage;
        Offset = offset;
        RequestIndex = requestIndex;
    }

    /// <summary>The kernel's extended-ack text (NLMSGERR_ATTR_MSG); null when it gave none.</summary>
    public string? KernelMessage { get; }

    /// <summary>Bytes from the start of the message, header included, to the attribute the kernel objects to
    /// (NLMSGERR_ATTR_OFFS); null when it names none.</summary>
    public int? Offset { get; }

    /// <summary>The failed request's place among those sent with it, from 0.</summary>
    public int RequestIndex { get; }
}
