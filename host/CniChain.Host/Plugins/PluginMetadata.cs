using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CniChain.Host;

/// <summary>What an assembly says of itself, read from its file without loading it.</summary>
/// <param name="Types">The types of its classes' <c>[CniPlugin]</c>.</param>
/// <param name="Contract">The CniChain.Abstractions it refers to; null when it does not.</param>
internal sealed record PluginMetadata(IReadOnlyList<string> Types, Version? Contract)
{
    // ECMA-335, II.23.3: every custom attribute's blob begins with it.
    private const ushort Prolog = 1;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadImageFormatException">No .NET assembly, or not all of one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it.</exception>
    public static PluginMetadata Read(string file)
    {
        using var stream = File.OpenRead(file);
        var length = stream.Length;
        // Into memory: a mapped file that somebody writes to in place ends the process.
        using var image = new PEReader(stream, PEStreamOptions.PrefetchMetadata);
        if (!image.HasMetadata)
        {
            throw new BadImageFormatException("it has no .NET metadata");
        }

        RequireWhole(image, length);
        var metadata = image.GetMetadataReader();
        return new PluginMetadata(ReadTypes(metadata), ReadContract(metadata));
    }

    /// <summary>A copy under way is shorter than the sections it announces.</summary>
    private static void RequireWhole(PEReader image, long length)
    {
        foreach (var section in image.PEHeaders.SectionHeaders)
        {
            if ((long)section.PointerToRawData + section.SizeOfRawData > length)
            {
                throw new BadImageFormatException("it is cut short");
            }
        }
    }

    private static List<string> ReadTypes(MetadataReader metadata)
    {
        var types = new List<string>();
        foreach (var handle in metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind == HandleKind.TypeDefinition && IsCniPlugin(metadata, attribute))
            {
                var blob = metadata.GetBlobReader(attribute.Value);
                if (blob.ReadUInt16() == Prolog && blob.ReadSerializedString() is { } type && !types.Contains(type))
                {
                    types.Add(type);
                }
            }
        }

        return types;
    }

    private static bool IsCniPlugin(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, nameof(CniPluginAttribute)) && metadata.StringComparer.Equals(type.Namespace, nameof(CniChain));
    }

    private static Version? ReadContract(MetadataReader metadata)
    {
        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle);
            if (metadata.StringComparer.Equals(reference.Name, Host.Contract.AssemblyName))
            {
                return reference.Version;
            }
        }

        return null;
    }
}
