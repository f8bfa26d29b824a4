import { MADE_BY, source } from '../source.js';

export const CSHARP_GITIGNORE = source`
bin/
obj/
/data/
`;

/** The project of the program, without its tests. The language level is the one that mono knows as well. */
export const CSHARP_PROJECT = source`
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net8.0</TargetFramework>
    <LangVersion>7.3</LangVersion>
    <RootNamespace>App</RootNamespace>
    <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
  </PropertyGroup>
  <ItemGroup>
    <Compile Include="src/**/*.cs" />
  </ItemGroup>
</Project>
`;
/** The same for a library. */
export const CSHARP_LIBRARY_PROJECT = CSHARP_PROJECT.replace('    <OutputType>Exe</OutputType>\n', '').replace('>App<', '>Library<');

export const CSHARP_DOCKERFILE = source`
# ${MADE_BY}
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /build
COPY service.csproj ./
COPY src src
RUN dotnet publish service.csproj -c Release -o /service
FROM mcr.microsoft.com/dotnet/runtime:8.0
COPY --from=build /service /service
RUN useradd --system --uid 10001 service && install -d -o service /data
ENV HOST=0.0.0.0 DATA_DIR=/data
USER service
VOLUME /data
EXPOSE 8080
CMD ["dotnet", "/service/service.dll"]
`;

export const CSHARP_DOCKERIGNORE = source`
*
!service.csproj
!src
`;

export const CSHARP_START = 'dotnet run --project service.csproj';
export const CSHARP_TEST = "csc -target:library -r:nunit.framework.dll -recurse:'*.cs' -out:tests.dll && nunit3-console tests.dll";
