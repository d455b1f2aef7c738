using CniChain.Wire;

namespace CniChain.Shim.Resident;

/// <summary>Puts a CNI request into a frame.</summary>
internal static class RequestFrame
{
    /// <summary>Builds the frame.</summary>
    /// <param name="invokedAs">The name this program was called by.</param>
    /// <param name="environment">The caller's environment, whole: to the host it is data, and plugins that are executed get it back.</param>
    /// <param name="input">Stdin.</param>
    /// <param name="descriptors">Which descriptors are sent with it.</param>
    /// <param name="acknowledges">Whether the reply will be acknowledged.</param>
    /// <returns>The writer, every field added.</returns>
    public static FrameWriter Build(
        ReadOnlySpan<byte> invokedAs, ProcessBlock environment, ReadOnlySpan<byte> input, Descriptors descriptors, bool acknowledges)
    {
        var writer = new FrameWriter(FrameType.Request, input.Length + 4096);
        if (!InvokedName.IsOwn(invokedAs))
        {
            writer.Add(Field.InvokedAs, invokedAs);
        }

        foreach (var entry in environment)
        {
            writer.Add(Field.Environment, entry);
        }

        if (acknowledges)
        {
            writer.Add(Field.Acknowledges, 1);
        }

        writer.Add(Field.Descriptors, (int)descriptors);
        writer.Add(Field.Input, input);
        return writer;
    }
}
