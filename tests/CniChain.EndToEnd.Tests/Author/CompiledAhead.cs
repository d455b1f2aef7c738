using System.Buffers.Binary;
using System.Reflection.PortableExecutable;

namespace CniChain.EndToEnd.Tests.Author;

/// <summary>The part of an assembly that was compiled ahead (ReadyToRun).</summary>
internal static class CompiledAhead
{
    // READYTORUN_SECTION_RUNTIME_FUNCTIONS, with begin, end and unwind information each.
    private const uint RuntimeFunctions = 102;
    private const int FunctionSize = 12;
    private const int HeaderSize = 16;

    /// <summary>How many functions of an assembly have machine code; 0 when it was not compiled ahead.</summary>
    public static int Functions(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var directory = image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory;
        if (directory.Size == 0)
        {
            return 0;
        }

        var header = image.GetSectionData(directory.RelativeVirtualAddress).GetContent(0, directory.Size).AsSpan();
        for (var section = header[HeaderSize..]; section.Length >= FunctionSize; section = section[FunctionSize..])
        {
            // Type, address, size.
            if (BinaryPrimitives.ReadUInt32LittleEndian(section) == RuntimeFunctions)
            {
                return BinaryPrimitives.ReadInt32LittleEndian(section[8..]) / FunctionSize;
            }
        }

        return 0;
    }
}
